import { describe, expect, it } from "vitest";
import type { ActionItem } from "./call-detail";
import { formatClock } from "@/lib/format-clock";
import { findActionItemMoment, findFathomUrl, toMomentUrl } from "./call-links";

const item = (patch: Partial<ActionItem>): ActionItem => ({
  description: "Offerte sturen",
  completed: false,
  userGenerated: false,
  timestamp: null,
  playbackUrl: null,
  assigneeName: null,
  assigneeEmail: null,
  ...patch,
});

describe("findFathomUrl", () => {
  it("prefers the shared page, and takes only http(s)", () => {
    const url = "https://fathom.video/calls/1";
    const shareUrl = "https://fathom.video/share/x";
    expect(findFathomUrl({ url, shareUrl })).toBe(shareUrl);
    expect(findFathomUrl({ url, shareUrl: null })).toBe(url);
    expect(findFathomUrl({ url, shareUrl: "javascript:alert(1)" })).toBe(url);
    expect(findFathomUrl({ url: "data:text/html,x", shareUrl: "//fathom.video" })).toBeNull();
  });
});

describe("toMomentUrl", () => {
  it("adds the second to whatever is in the address", () => {
    expect(toMomentUrl("https://fathom.video/share/x?tab=summary#top", 75.9)).toBe(
      "https://fathom.video/share/x?tab=summary&timestamp=75#top",
    );
  });
});

describe("findActionItemMoment", () => {
  const page = "https://fathom.video/share/x";

  it("uses the item's own link, and otherwise the call's", () => {
    const own = "https://fathom.video/calls/1?timestamp=9";
    expect(findActionItemMoment(item({ timestamp: "00:01:15", playbackUrl: own }), page)).toEqual({
      clock: "1:15",
      url: own,
    });
    expect(findActionItemMoment(item({ timestamp: "01:01:15" }), page)).toEqual({
      clock: "1:01:15",
      url: `${page}?timestamp=3675`,
    });
  });

  it("has no link without one, and no moment without a time", () => {
    expect(findActionItemMoment(item({ timestamp: "1:15", playbackUrl: "javascript:0" }), null)).toEqual({
      clock: "1:15",
      url: null,
    });
    expect(findActionItemMoment(item({ timestamp: "straks" }), page)).toBeNull();
    expect(findActionItemMoment(item({}), page)).toBeNull();
  });
});

describe("formatClock", () => {
  it.each([
    [0, "0:00"],
    [59.9, "0:59"],
    [753, "12:33"],
    [3599, "59:59"],
    [3600, "1:00:00"],
    [36_061, "10:01:01"],
  ])("writes %d seconds as %s", (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
  });
});
