import type { Formats } from "next-intl";

export const formats = {
  dateTime: {
    /** zaterdag 22 november 2025 om 14:30 */
    exact: { dateStyle: "full", timeStyle: "short" },
    /** 22 nov 2025, 14:30 */
    moment: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
    /** 22 nov 2025 */
    day: { day: "numeric", month: "short", year: "numeric" },
    /** 22 nov */
    shortDay: { day: "numeric", month: "short" },
    /** 14:30 */
    time: { hour: "2-digit", minute: "2-digit" },
  },
  number: {
    percent: { style: "percent", maximumFractionDigits: 1 },
  },
} satisfies Formats;
