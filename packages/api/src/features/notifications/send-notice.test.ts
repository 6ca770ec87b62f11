import { type lookup } from "node:dns";
import { describe, expect, it } from "vitest";
import { checkNoticeAddress } from "./check-notice-address";
import { guardLookup } from "./send-notice";

describe("checkNoticeAddress", () => {
  it.each([
    "http://hooks.slack.com/services/T/B/x",
    "https://127.0.0.1/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://0x7f.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://10.1.2.3/x",
    "https://localhost/x",
    "https://intranet/x",
    "https://user:pass@hooks.slack.com/x",
    "https://hooks.slack.com:8443/x",
    "ftp://hooks.slack.com/x",
    "geen adres",
  ])("refuses %s", (address) => {
    expect(checkNoticeAddress(address, false)).toBeNull();
  });

  it("takes a public https address, and a local one only where the sandbox is", () => {
    expect(checkNoticeAddress("https://hooks.slack.com/services/T/B/x", false)?.hostname).toBe(
      "hooks.slack.com",
    );
    expect(checkNoticeAddress("http://127.0.0.1:4000/x", true)?.port).toBe("4000");
    expect(checkNoticeAddress("http://hooks.slack.com/x", true)).toBeNull();
  });
});

describe("guardLookup", () => {
  const resolvesTo = (...addresses: string[]) =>
    guardLookup(((_host: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      )) as unknown as typeof lookup);
  const ask = (guarded: ReturnType<typeof guardLookup>) =>
    new Promise<string>((resolve) =>
      guarded("hooks.example", {}, (error, address) => resolve(error?.code ?? JSON.stringify(address))),
    );

  it("connects to no private address behind a public name", async () => {
    expect(await ask(resolvesTo("203.0.113.7"))).toBe('"203.0.113.7"');
    expect(await ask(resolvesTo("10.0.0.7"))).toBe("EPRIVATE");
    expect(await ask(resolvesTo("203.0.113.7", "127.0.0.1"))).toBe("EPRIVATE");
  });
});
