import type { CallQuery } from "./call-item";
import { startOfDay, startOfNextDay } from "@/lib/zoned-day";

export const periods = ["all", "7", "30", "90", "custom"] as const;
export const kinds = ["all", "external", "internal", "unknown"] as const;
export const sorts = ["newest", "oldest", "longest"] as const;

export type CallFilters = {
  search: string;
  repId: string | null;
  /** Days back from today, or from–to. */
  period: (typeof periods)[number];
  /** Calendar days, "2026-03-29"; of the custom period only. */
  from: string;
  to: string;
  kind: (typeof kinds)[number];
  team: string;
  withTranscript: boolean;
  /** Of which Fathom has not written everything yet. */
  awaited: boolean;
  /** Of which the rules say something else than that they are their rep's. */
  asked: boolean;
  /** An order rather than a filter: clearing the filters leaves it. */
  sort: (typeof sorts)[number];
};

export const noFilters: CallFilters = {
  search: "",
  repId: null,
  period: "all",
  from: "",
  to: "",
  kind: "all",
  team: "",
  withTranscript: false,
  awaited: false,
  asked: false,
  sort: "newest",
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_SEARCH = 200;
const MAX_TEAM = 300;

/** Reads the filters from an address. Whatever somebody made of it by hand, something sensible comes out. */
export function readCallFilters(params: URLSearchParams): CallFilters {
  const repId = params.get("rep") ?? "";
  const period = periods.find((known) => known === params.get("period")) ?? "all";
  const isCustom = period === "custom";
  return {
    search: (params.get("q") ?? "").slice(0, MAX_SEARCH).trim(),
    repId: uuid.test(repId) ? repId : null,
    period,
    from: isCustom ? readDay(params.get("from")) : "",
    to: isCustom ? readDay(params.get("to")) : "",
    kind: kinds.find((known) => known === params.get("kind")) ?? "all",
    team: (params.get("team") ?? "").slice(0, MAX_TEAM).trim(),
    withTranscript: params.get("transcript") === "1",
    awaited: params.get("awaited") === "1",
    asked: params.get("asked") === "1",
    sort: sorts.find((known) => known === params.get("sort")) ?? "newest",
  };
}

/** The same filters always give the same text, so that it can be compared. */
export function writeCallFilters(filters: CallFilters): string {
  const { search, repId, period, from, to, kind, team, withTranscript, awaited, asked, sort } = filters;
  return new URLSearchParams({
    ...(search && { q: search }),
    ...(repId && { rep: repId }),
    ...(period !== "all" && { period }),
    ...(period === "custom" && from && { from }),
    ...(period === "custom" && to && { to }),
    ...(kind !== "all" && { kind }),
    ...(team && { team }),
    ...(withTranscript && { transcript: "1" }),
    ...(awaited && { awaited: "1" }),
    ...(asked && { asked: "1" }),
    ...(sort !== "newest" && { sort }),
  }).toString();
}

/** Whether anything is left out: an order leaves out nothing. */
export const isFiltered = (filters: CallFilters) => writeCallFilters({ ...filters, sort: "newest" }) !== "";

/** @param today the calendar day it is in `timeZone` */
export function toCallQuery(filters: CallFilters, today: string, timeZone: string): CallQuery {
  const { search, repId, kind, team, withTranscript, awaited, asked, sort } = filters;
  return {
    ...(search && { q: search }),
    ...(repId && { salesRepId: repId }),
    ...toPeriod(filters, today, timeZone),
    ...(kind !== "all" && { external: kind === "unknown" ? null : kind === "external" }),
    ...(team && { team }),
    ...(withTranscript && { hasTranscript: true }),
    ...(awaited && { awaited: true as const }),
    ...(asked && { asked: true as const }),
    ...(sort !== "newest" && { sort }),
  };
}

function toPeriod({ period, from, to }: CallFilters, today: string, timeZone: string) {
  if (period === "all") return {};
  if (period === "custom") {
    return {
      ...(from && { from: startOfDay(from, timeZone) }),
      ...(to && { to: startOfNextDay(to, timeZone) }),
    };
  }
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - Number(period));
  return { from: startOfDay(day.toISOString().slice(0, 10), timeZone) };
}

function readDay(text: string | null): string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : "";
}
