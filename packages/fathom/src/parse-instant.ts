const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2101, 0, 1);

/**
 * Reads an ISO 8601 moment as Fathom writes it, tolerantly: a space for the T, no seconds, an offset with or without
 * colon. Without a zone it is UTC; parts of a second beyond milliseconds are cut off.
 *
 * @returns null for anything else, for a day that does not exist, and for years outside 2000-2100 (a year 0001 or
 * 9999 is a default that leaked out of some software, and would sort a call to the end of every list)
 */
export function parseInstant(value: unknown): Date | null {
  if (typeof value !== "string" || value.length > 64) return null;
  const match = ISO.exec(value.trim());
  if (!match) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(midnight);
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  const offset = offsetMinutes(zone);
  if (offset === null) return null;
  const millis = Number(fraction.slice(0, 3).padEnd(3, "0"));
  const time =
    midnight + ((Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)) * 1000 + millis;
  return time >= EARLIEST && time < LATEST ? new Date(time) : null;
}

function offsetMinutes(zone: string): number | null {
  if (zone === "Z" || zone === "z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || "0");
  if (hours > 18 || minutes > 59) return null;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
