import { describe, expect, it } from "vitest";
import { checkAlertAddress } from "./check-alert-address";

describe("checkAlertAddress", () => {
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
  ])("refuses %j", (address) => {
    expect(checkAlertAddress(address, false)).toBeNull();
  });

  it("takes a public https address, and a local one only where the sandbox is", () => {
    expect(checkAlertAddress("https://hooks.slack.com/services/T/B/x", false)?.hostname).toBe(
      "hooks.slack.com",
    );
    expect(checkAlertAddress("http://127.0.0.1:4000/x", true)?.port).toBe("4000");
    expect(checkAlertAddress("http://hooks.slack.com/x", true)).toBeNull();
  });
});
