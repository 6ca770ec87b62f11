import { LEDGER_REASONS, TRIGGERS } from "@koppeling/api/reasons";
import { useFormatter, useTranslations } from "next-intl";
import type { CallDetail } from "./call-detail";

type Happening = CallDetail["history"][number];

/** What happened to this recording, oldest first. One happening is what the sentence above it says already. */
export function CallHistory({ history }: { history: CallDetail["history"] }) {
  const t = useTranslations("call.history");
  const format = useFormatter();
  if (history.length < 2) return null;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-xs font-medium text-muted-foreground">{t("title")}</h3>
      <ol data-testid="call-history" className="flex flex-col gap-1.5 border-l pl-3">
        {history.map((happening, index) => (
          <li key={index} className="flex flex-col gap-x-3 sm:flex-row sm:items-baseline">
            <time
              dateTime={happening.at.toISOString()}
              className="shrink-0 text-xs text-muted-foreground tabular-nums sm:w-36"
            >
              {format.dateTime(happening.at, "moment")}
            </time>
            <span className="text-pretty">
              <Told happening={happening} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Told({ happening }: { happening: Happening }) {
  const t = useTranslations("call.history");
  const story = useTranslations("call.story.by");
  const { kind, by, rep } = happening;
  if (kind === "linked" || kind === "unlinked") {
    return t(kind, { by: by ?? t("somebody"), rep: rep || t("anotherRep") });
  }
  const trigger = TRIGGERS.find((known) => known === happening.trigger);
  const reason = LEDGER_REASONS.find((known) => known === happening.reason);
  return t(kind, {
    by: trigger ? story(trigger) : t("sync"),
    reason: reason ? t(`reasons.${reason}`) : t("noReason"),
  });
}
