// @vitest-environment jsdom
import { act } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Clock, RelativeTime } from "@/components/ui/relative-time";
import { messages } from "@/i18n/messages";
import { formats } from "@/i18n/request";

const date = new Date("2026-11-22T12:00:00Z");

function At({ now }: { now: Date }) {
  return (
    <NextIntlClientProvider
      {...{ locale: "nl", messages: messages.nl, formats, timeZone: "Europe/Amsterdam", now }}
    >
      <Clock>
        <RelativeTime date={date} />
      </Clock>
    </NextIntlClientProvider>
  );
}

const minutesLater = (minutes: number) => new Date(date.getTime() + minutes * 60_000);

describe("RelativeTime", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it.each([
    [0, "zojuist"],
    [0.5, "zojuist"],
    [4, "4 minuten geleden"],
    [125, "2 uur geleden"],
    [60 * 24 * 3, "3 dagen geleden"],
    [-30, "over 30 minuten"],
  ])("%i minutes later it reads %j", (minutes, text) => {
    expect(renderToString(<At now={minutesLater(minutes)} />)).toContain(`>${text}<`);
  });

  it("says the exact moment in Amsterdam on hover", () => {
    const html = renderToString(<At now={minutesLater(4)} />);
    expect(html).toContain('title="zondag 22 november 2026 om 13:00"');
    expect(html).toContain('dateTime="2026-11-22T12:00:00.000Z"');
  });

  it("hydrates with the server's words though the browser's clock is further, and then catches up", async () => {
    const complaints = vi.spyOn(console, "error");
    const container = document.createElement("div");
    container.innerHTML = renderToString(<At now={minutesLater(4)} />);
    vi.setSystemTime(minutesLater(9));
    const root = await act(async () => hydrateRoot(container, <At now={minutesLater(4)} />));
    expect(container.textContent).toBe("4 minuten geleden");
    expect(complaints).not.toHaveBeenCalled();

    await act(() => vi.advanceTimersByTimeAsync(15_000));
    expect(container.textContent).toBe("9 minuten geleden");
    await act(async () => root.unmount());
  });
});
