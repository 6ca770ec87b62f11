import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const lockfile = readFileSync(path.join(ROOT, "pnpm-lock.yaml"), "utf8");

/** Every version of a package that an install brings, whoever asks for it. */
function versionsOf(name: string): number[][] {
  const escaped = name.replace(/[/@.-]/g, "\\$&");
  const found = lockfile.matchAll(new RegExp(`^  '?${escaped}@(\\d+)\\.(\\d+)\\.(\\d+)[^(:]*'?:$`, "gm"));
  return [...found].map(([, ...parts]) => parts.slice(0, 3).map(Number));
}
const isAtLeast = (version: number[], least: number[]): boolean => {
  const at = version.findIndex((part, index) => part !== least[index]);
  return at < 0 || (version[at] ?? 0) > (least[at] ?? 0);
};

/**
 * The first versions without advisories that would concern this project. An installation without a network cannot ask
 * for new ones: see SECURITY.md for the command that does.
 */
const LEAST: [name: string, version: [number, number, number], why: string][] = [
  [
    "next",
    [16, 4, 6],
    "bypasses of the proxy, and faults in Server Actions, the cache and the image optimizer",
  ],
  ["react", [19, 2, 6], "running code through Server Components"],
  ["react-dom", [19, 2, 6], "running code through Server Components"],
  ["next-auth", [4, 24, 12], "GHSA-5jpx-9hw9-2fx4"],
  ["@trpc/server", [11, 8, 0], "CVE-2025-68130"],
  ["inngest", [4, 0, 0], "CVE-2026-42047: the environment in answers of 3.22 to 3.53"],
  ["jose", [4, 15, 5], "CVE-2024-28176"],
];

describe("packages with known faults", () => {
  it.each(LEAST)("are not installed: %s before %s (%s)", (name, least) => {
    const versions = versionsOf(name);
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.filter((version) => !isAtLeast(version, least))).toEqual([]);
  });

  it("would be found, were they there", () => {
    expect(isAtLeast([16, 4, 5], [16, 4, 6])).toBe(false);
    expect(isAtLeast([15, 9, 9], [16, 4, 6])).toBe(false);
    expect(isAtLeast([16, 4, 6], [16, 4, 6])).toBe(true);
    expect(isAtLeast([17, 0, 0], [16, 4, 6])).toBe(true);
  });
});

/** Surface that advisories keep being about, and that this app has no use for. */
describe("what the dashboard does without", () => {
  const config = readFileSync(path.join(ROOT, "apps/web/next.config.ts"), "utf8");

  it("is switched off: the image optimizer, rewrites to other hosts, the cache of functions", () => {
    expect(config).toContain("images: { unoptimized: true }");
    expect(config).not.toMatch(/useCache|cacheComponents|remotePatterns|serverActions/);
    const destinations = [...config.matchAll(/destination: (.*)/g)].map(([, text]) => text);
    expect(destinations).not.toEqual([]);
    for (const destination of destinations) expect(destination).toMatch(/^["`]\/[a-z]/);
  });
});
