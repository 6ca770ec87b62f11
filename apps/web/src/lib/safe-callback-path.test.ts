import { describe, expect, it } from "vitest";
import { safeCallbackPath } from "@/lib/safe-callback-path";

describe("safeCallbackPath", () => {
  it.each(["/", "/calls", "/settings?tab=faq#api-key", "/calls?search=a%20b"])("keeps %s", (path) => {
    expect(safeCallbackPath(path)).toBe(path);
  });

  it.each([
    null,
    undefined,
    "",
    "calls",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "\\\\evil.example",
    "/sign-in?callbackUrl=/sign-in",
    "/api/auth/signout",
  ])("sends %j home", (value) => {
    expect(safeCallbackPath(value)).toBe("/");
  });

  it("leaves an encoded slash encoded", () => {
    expect(safeCallbackPath("/%2Fevil.example")).toBe("/%2Fevil.example");
  });
});
