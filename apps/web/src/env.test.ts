import { afterEach, describe, expect, it, vi } from "vitest";
import { readEnvironment } from "@/env";

afterEach(() => vi.unstubAllEnvs());

describe("readEnvironment", () => {
  it.each([
    ["everywhere, since nothing says where", undefined, true],
    ["on a name of a machine", "web-1", true],
    ["on this machine alone", "127.0.0.1", false],
  ])("takes the server to listen %s", (_name, hostname, isOpen) => {
    vi.stubEnv("INNGEST_DEV", "1");
    vi.stubEnv("HOST", undefined);
    vi.stubEnv("HOSTNAME", hostname);
    const read = readEnvironment();
    const faults = read.ok ? [] : read.faults;
    expect(faults.some((fault) => fault.startsWith("INNGEST_DEV must not be set with a HOST"))).toBe(isOpen);
  });
});
