import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import type { Activity } from "./overview";

/** The bars are drawn in a field of this height, stretched to the place there is. */
const HEIGHT = 100;
const STEP = 10;
const GAP = 2;

/** Calls per day as bars; the same numbers as a table for who does not see them. */
export function DayChart({ days }: { days: Activity["perDay"] }) {
  const t = useTranslations("overview.activity");
  const format = useFormatter();
  const titleId = useId();
  const most = Math.max(1, ...days.map(({ calls }) => calls));
  const dayName = (day: string) => format.dateTime(new Date(`${day}T12:00:00Z`), "shortDay");
  const first = days[0];
  const last = days.at(-1);
  return (
    <figure className="flex flex-col gap-1.5">
      <div className="flex items-end gap-2">
        <svg
          role="img"
          aria-labelledby={titleId}
          viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-36 w-full"
        >
          <title id={titleId}>{t("perDayTitle", { count: days.length, most })}</title>
          <line
            x1={0}
            x2={days.length * STEP}
            y1={HEIGHT - 0.5}
            y2={HEIGHT - 0.5}
            className="stroke-border"
            vectorEffect="non-scaling-stroke"
          />
          {days.map(({ day, calls, seconds }, index) => {
            const height = (calls / most) * (HEIGHT - 4);
            return (
              <g key={day} className="group">
                <title>{t("dayFigures", { day: dayName(day), calls, ...toHours(seconds) })}</title>
                {/* As high as the field, so that a low bar is not hard to point at. */}
                <rect x={index * STEP} y={0} width={STEP} height={HEIGHT} className="fill-transparent" />
                <rect
                  x={index * STEP + GAP / 2}
                  y={HEIGHT - height}
                  width={STEP - GAP}
                  height={height}
                  className="fill-primary group-hover:fill-primary-hover"
                />
              </g>
            );
          })}
        </svg>
      </div>
      <div aria-hidden className="flex justify-between text-xs text-muted-foreground tabular-nums">
        <span>{first && dayName(first.day)}</span>
        <span>{t("most", { count: most })}</span>
        <span>{last && dayName(last.day)}</span>
      </div>
      {/* A table cannot be made small itself: hidden, it would still make the page longer. */}
      <div className="sr-only">
        <table>
          <caption>{t("perDay")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("day")}</th>
              <th scope="col">{t("calls")}</th>
              <th scope="col">{t("talkTime")}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, calls, seconds }) => (
              <tr key={day}>
                <th scope="row">{dayName(day)}</th>
                <td>{format.number(calls)}</td>
                <td>{t("duration", toHours(seconds))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** As people say it: hours and minutes. */
export function toHours(seconds: number) {
  const total = Math.round(seconds / 60);
  return { hours: Math.floor(total / 60), minutes: total % 60 };
}
