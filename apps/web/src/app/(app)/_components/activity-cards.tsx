import { useFormatter, useTranslations } from "next-intl";
import Link from "next/link";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { DayChart, toHours } from "./day-chart";
import type { Activity } from "./overview";

/** Reps beyond these are on their own page. */
const SHOWN_REPS = 8;

/** What the team does: calls and talk time of the last days, by day and by rep. */
export function ActivityCards({ activity }: { activity: Activity }) {
  const t = useTranslations("overview.activity");
  const format = useFormatter();
  const { perDay, perRep } = activity;
  const calls = perDay.reduce((sum, day) => sum + day.calls, 0);
  const seconds = perDay.reduce((sum, day) => sum + day.seconds, 0);
  if (calls === 0) return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[repeat(2,minmax(0,1fr))]">
      <Card aria-labelledby="per-day-title" data-testid="activity-days">
        <CardHeader>
          <CardTitle id="per-day-title">{t("perDay")}</CardTitle>
          <CardDescription className="tabular-nums">
            {t("total", { calls: format.number(calls), count: calls, days: perDay.length })} ·{" "}
            {t("talked", toHours(seconds))}
          </CardDescription>
        </CardHeader>
        <CardContent>
          <DayChart days={perDay} />
        </CardContent>
      </Card>
      <Card aria-labelledby="per-rep-title" data-testid="activity-reps">
        <CardHeader>
          <CardTitle id="per-rep-title">{t("perRep")}</CardTitle>
          <CardDescription>{t("perRepDescription", { days: perDay.length })}</CardDescription>
        </CardHeader>
        <CardContent>
          <RepBars reps={perRep.slice(0, SHOWN_REPS)} />
          {perRep.length > SHOWN_REPS && (
            <p className="pt-3 text-sm">
              <Link href="/reps" className="text-primary-text underline underline-offset-4">
                {t("moreReps", { count: perRep.length - SHOWN_REPS })}
              </Link>
            </p>
          )}
        </CardContent>
      </Card>
    </div>
  );
}

function RepBars({ reps }: { reps: Activity["perRep"] }) {
  const t = useTranslations("overview.activity");
  const format = useFormatter();
  const most = Math.max(1, ...reps.map(({ calls }) => calls));
  return (
    <table className="w-full table-auto text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col">{t("rep")}</th>
          <th scope="col">{t("calls")}</th>
          <th scope="col">{t("talkTime")}</th>
        </tr>
      </thead>
      <tbody>
        {reps.map(({ salesRepId, name, calls, seconds }) => (
          <tr key={salesRepId}>
            <th scope="row" className="max-w-36 py-1 pr-3 text-left font-normal">
              <Link
                href={`/reps/${salesRepId}`}
                title={name}
                className="block truncate rounded-sm underline-offset-4 outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring"
              >
                {name}
              </Link>
            </th>
            <td className="w-full py-1">
              <span className="flex items-center gap-2">
                <svg
                  aria-hidden
                  viewBox="0 0 100 10"
                  preserveAspectRatio="none"
                  className="h-3 w-0 min-w-0 flex-1"
                >
                  <rect width={Math.max(1, (calls / most) * 100)} height="10" className="fill-primary" />
                </svg>
                <span className="w-10 text-right tabular-nums">{format.number(calls)}</span>
              </span>
            </td>
            <td className="py-1 pl-3 text-right whitespace-nowrap text-muted-foreground tabular-nums">
              {t("duration", toHours(seconds))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
