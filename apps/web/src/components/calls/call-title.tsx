import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { formatClock } from "@/lib/format-clock";
import type { CallItem } from "./call-item";

type CallTitleProps = { call: CallItem; search: string | undefined; className?: string };

/** A call's title as a link; from a search that was found in what was said, to that place. */
export function CallTitle({ call, search, className }: CallTitleProps) {
  const { match } = call;
  const marked = match?.where === "title" && match.text === call.title ? match.ranges : [];
  const place =
    search && match?.where === "transcript" ? `?${new URLSearchParams({ q: search }).toString()}` : "";
  return (
    <Link
      href={`/calls/${call.id}${place}`}
      dir="auto"
      title={call.title}
      className={cn("font-medium break-words outline-none", className)}
    >
      <MarkedText text={call.title} ranges={marked} />
    </Link>
  );
}

/** The sentence in which a search was found, unless that is the title. */
export function CallMatch({ call }: { call: CallItem }) {
  const t = useTranslations("calls.match");
  const { match } = call;
  if (match === null || match.where === "title") return null;
  const { where, speaker, seconds } = match;
  const source =
    where === "summary"
      ? t("summary")
      : seconds === null
        ? (speaker ?? t("transcript"))
        : t("spoken", { speaker: speaker ?? t("transcript"), clock: formatClock(seconds) });
  return (
    <p dir="auto" data-testid="call-match" className="line-clamp-2 text-sm break-words text-muted-foreground">
      <span className="font-medium">{source}</span> <MarkedText text={match.text} ranges={match.ranges} />
    </p>
  );
}

type MarkedTextProps = { text: string; ranges: readonly (readonly [number, number])[] };

/** A text with the places that were searched for marked in it. */
function MarkedText({ text, ranges }: MarkedTextProps) {
  return (
    <>
      {ranges.map(([start, end], index) => (
        <span key={start}>
          {text.slice(ranges[index - 1]?.[1] ?? 0, start)}
          <mark className="rounded-xs bg-primary-soft px-0.5 text-foreground">{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(ranges.at(-1)?.[1] ?? 0)}
    </>
  );
}
