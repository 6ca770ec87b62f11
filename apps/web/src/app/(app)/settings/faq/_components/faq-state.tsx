import { CircleCheck, CircleMinus, CircleX, type LucideIcon, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { cn } from "@/lib/cn";
import type { Diagnosis } from "./find-diagnoses";

type Look = { icon: LucideIcon; color: string };
const fine: Look = { icon: CircleCheck, color: "text-success-text" };
const bad: Look = { icon: CircleX, color: "text-danger-text" };
const doubtful: Look = { icon: TriangleAlert, color: "text-warning-text" };

const looks: Record<Diagnosis["state"], Look> = {
  ok: fine,
  refused: bad,
  failed: bad,
  missing: bad,
  none: doubtful,
  nothing: doubtful,
  untested: doubtful,
  late: doubtful,
  silent: doubtful,
  off: { icon: CircleMinus, color: "text-muted-foreground" },
};

/** The usual troubles, looked up in this installation instead of explained in general. */
export function FaqState({ diagnoses }: { diagnoses: readonly Diagnosis[] }) {
  const t = useTranslations("faq.state");
  return (
    <Card data-testid="faq-state" className="mb-8 max-w-4xl p-5">
      <h2 className="font-semibold tracking-tight">{t("title")}</h2>
      <ul className="mt-3 grid gap-x-8 gap-y-3 text-sm md:grid-cols-2">
        {diagnoses.map(({ kind, state, detail, href }) => {
          const { icon: Icon, color } = looks[state];
          return (
            <li key={kind} className="flex gap-2.5">
              <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", color)} />
              <span className="min-w-0 text-pretty">
                <span className="font-medium">{t(`kinds.${kind}`)}: </span>
                {t(`states.${kind}_${state}` as Parameters<typeof t>[0])}
                {detail && <span className="block text-muted-foreground">{detail}</span>}
                {state !== "ok" && (
                  <Link href={href} className="block w-fit text-primary-text underline underline-offset-4">
                    {t(`links.${kind}`)}
                  </Link>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
