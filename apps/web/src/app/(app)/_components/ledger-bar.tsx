import type { Overview } from "./overview-screen";

const parts = [
  ["imported", "bg-primary"],
  ["skipped", "bg-muted-foreground/50"],
  ["errors", "bg-destructive"],
] as const;

/** The same three numbers as beside it, for the eye only. */
export function LedgerBar({ ledger }: { ledger: Overview["ledger"] }) {
  return (
    <div aria-hidden className="flex h-3 w-full gap-0.5 overflow-hidden rounded-full">
      {parts
        .filter(([part]) => ledger[part] > 0)
        .map(([part, color]) => (
          // However few there are, they must be seen.
          <div key={part} className={`${color} min-w-1.5`} style={{ flexGrow: ledger[part] }} />
        ))}
    </div>
  );
}
