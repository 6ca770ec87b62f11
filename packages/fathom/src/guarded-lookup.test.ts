import { describe, expect, it } from "vitest";
import { createGuardedLookup, isClosedAddress } from "./guarded-lookup";

/** What a name server says, and what becomes of it. */
function look(answers: string[] | Error, all = false): Promise<unknown> {
  const lookup = createGuardedLookup((_name, _options, callback) => {
    if (answers instanceof Error) callback(answers, []);
    else
      callback(
        null,
        answers.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
  });
  return new Promise((resolve, reject) => {
    lookup("api.fathom.example", { all }, (error, address) => (error ? reject(error) : resolve(address)));
  });
}

describe("createGuardedLookup", () => {
  it("lets public addresses through", async () => {
    expect(await look(["203.0.113.7", "2606:4700::1111"])).toBe("203.0.113.7");
    for (const address of ["2606:4700::1111", "2a00:1450:4001::1", "2001:200::1", "::ffff:8.8.8.8"])
      expect(isClosedAddress(address), address).toBe(false);
    expect(await look(["2606:4700::1111"], true)).toEqual([{ address: "2606:4700::1111", family: 6 }]);
  });

  it.each([
    ["127.0.0.1"],
    ["10.1.2.3"],
    ["172.31.255.255"],
    ["192.168.0.10"],
    ["169.254.169.254"],
    ["100.64.0.1"],
    ["0.0.0.0"],
    ["::1"],
    ["::"],
    ["::ffff:10.0.0.1"],
    ["::ffff:7f00:1"],
    ["fd00::1"],
    ["fe80::1"],
    ["fe80::1%eth0"],
    ["fec0::1"],
    ["ff02::1"],
    ["100::1"],
    ["2001:db8::1"],
    ["3fff::1"],
    ["5f00::1"],
    // Each of these carries an IPv4 address, 10.0.0.1 or the one that clouds answer at; all are closed, whatever it is.
    ["::10.0.0.1"],
    ["::8.8.8.8"],
    ["::ffff:0:10.0.0.1"],
    ["::ffff:0:a9fe:a9fe"],
    ["64:ff9b::10.0.0.1"],
    ["64:ff9b::a9fe:a9fe"],
    ["64:ff9b:1::10.0.0.1"],
    ["64:ff9b:1:abcd::a9fe:a9fe"],
    ["2001:0:a9fe:a9fe::1"],
    ["2001::f5ff:fffe"],
    ["2002:a00:1::1"],
    ["2002:a9fe:a9fe::"],
  ])("refuses a name that points at %s, also beside a public address", async (inside) => {
    expect(isClosedAddress(inside)).toBe(true);
    await expect(look([inside])).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(look(["203.0.113.7", inside], true)).rejects.toThrow("a private address");
  });

  it("passes on what the name server could not say", async () => {
    await expect(look(Object.assign(new Error("none"), { code: "ENOTFOUND" }))).rejects.toMatchObject({
      code: "ENOTFOUND",
    });
    await expect(look([])).rejects.toThrow("no address");
  });
});
