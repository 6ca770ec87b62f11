import { formatClock } from "@/lib/format-clock";
import { toHttpUrl } from "@/lib/http-url";
import type { ActionItem, CallDetail } from "./call-detail";

/** The shared page before the owner's own: that one opens for everybody who may see the call. */
export function findFathomUrl(call: Pick<CallDetail, "url" | "shareUrl">): string | null {
  return toHttpUrl(call.shareUrl) ?? toHttpUrl(call.url);
}

/** The same page, playing from a moment. */
export function toMomentUrl(fathomUrl: string, seconds: number): string {
  const url = new URL(fathomUrl);
  url.searchParams.set("timestamp", String(Math.floor(seconds)));
  return url.toString();
}

/** When an action item was spoken of: how that is written here, and the page that plays it. */
export function findActionItemMoment(item: ActionItem, fathomUrl: string | null) {
  const seconds = parseClock(item.timestamp);
  if (seconds === null) return null;
  const url = toHttpUrl(item.playbackUrl) ?? (fathomUrl === null ? null : toMomentUrl(fathomUrl, seconds));
  return { clock: formatClock(seconds), url };
}

/** "00:12:33" or "12:33" in seconds. */
function parseClock(text: string | null): number | null {
  if (text === null || !/^\d{1,3}(:\d{2}){1,2}$/.test(text)) return null;
  return text.split(":").reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
