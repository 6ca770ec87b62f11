import { TRIGGERS } from "@koppeling/api/reasons";
import { useFormatter, useTranslations } from "next-intl";
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { CallHistory } from "./call-history";
import { CallLinkButton } from "./call-link-button";
import { CallUnlinkButton } from "./call-unlink-button";
import type { CallDetail } from "./call-detail";

/** How this call came to be here and under this rep: what to look at when somebody wonders. */
export function CallStory({ call, isAdmin }: { call: CallDetail; isAdmin: boolean }) {
  const t = useTranslations("call.story");
  const format = useFormatter();
  const trigger = TRIGGERS.find((known) => known === call.run?.trigger);
  const run = call.run && trigger ? t(`by.${trigger}`) : null;
  const wasChanged = call.updatedAt.getTime() > call.createdAt.getTime();
  const runTime = call.run ? format.dateTime(call.run.createdAt, "moment") : "";
  const imported = format.dateTime(call.createdAt, "moment");

  const arrival =
    run === null
      ? t("imported", { time: imported })
      : wasChanged
        ? t("changedBy", { imported, run, time: runTime })
        : t("importedBy", { run, time: runTime });

  return (
    <Card aria-labelledby="call-story-title">
      <CardHeader>
        <CardTitle id="call-story-title">{t("title")}</CardTitle>
      </CardHeader>
      <CardContent className="flex flex-col gap-3 text-sm">
        <p className="text-pretty" data-testid="call-story">
          {t("sentence", { arrival, match: t(`match.${call.matchedBy}`) })}
        </p>
        <CallHistory history={call.history} />
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-xs text-muted-foreground">
          <dt>{t("recorder")}</dt>
          <dd className="break-words">
            {call.recorderName ? `${call.recorderName} (${call.recorderEmail})` : call.recorderEmail}
          </dd>
          {call.team && (
            <>
              <dt>{t("team")}</dt>
              <dd>{call.team}</dd>
            </>
          )}
          <dt>{t("recordingId")}</dt>
          <dd className="font-mono">{call.recordingId}</dd>
        </dl>
      </CardContent>
      {isAdmin && !call.question && (
        <CardFooter>
          <CallLinkButton callId={call.id} salesRep={call.salesRep} />
          {call.matchedBy === "manual" && <CallUnlinkButton callId={call.id} />}
        </CardFooter>
      )}
    </Card>
  );
}
