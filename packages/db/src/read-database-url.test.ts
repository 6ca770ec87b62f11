import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openssl, startTlsPostgres, type TlsPostgres } from "@koppeling/testing/start-tls-postgres";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { createDb } from "./create-db";
import { explainConnectionError } from "./explain-connection-error";
import { migrate } from "./migrate";
import { findDatabaseUrlFault } from "./read-database-url";

describe.runIf(openssl !== null)("the address of a server that speaks TLS", () => {
  let server: TlsPostgres;
  beforeAll(async () => {
    server = await startTlsPostgres();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  type Changes = { hostname?: string; password?: string; pathname?: string; port?: string };
  const withParameters = (parameters: string, changes: Changes = {}) => {
    const { authority, otherAuthority } = server;
    const text = parameters.replace("OTHER", otherAuthority).replace("AUTHORITY", authority);
    return Object.assign(new URL(`${server.url}?${text}`), changes).href;
  };
  /** How the app's pool gets in. */
  const enter = async (url: string) => {
    const db = createDb({ url });
    try {
      const { rows } = await db.pool.query<{ encrypted: boolean }>(
        "SELECT ssl AS encrypted FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
      );
      return rows[0]?.encrypted ? "encrypted" : "in the clear";
    } finally {
      await db.close();
    }
  };

  it.each([
    ["", "good", "in the clear"],
    ["sslmode=disable", "good", "in the clear"],
    ["ssl=0", "good", "in the clear"],
    ["sslmode=prefer", "good", "encrypted"],
    ["sslmode=require", "good", "encrypted"],
    ["sslmode=require", "expired", "encrypted"],
    ["sslmode=no-verify", "otherName", "encrypted"],
    ["sslmode=require&sslrootcert=AUTHORITY", "otherName", "encrypted"],
    ["sslmode=verify-ca&sslrootcert=AUTHORITY", "otherName", "encrypted"],
    ["sslmode=verify-full&sslrootcert=AUTHORITY", "good", "encrypted"],
    ["ssl=true&sslrootcert=AUTHORITY", "good", "encrypted"],
    ["sslrootcert=AUTHORITY", "good", "encrypted"],
  ] as const)(
    "means with %s what PostgreSQL means by it (certificate: %s)",
    async (parameters, certificate, way) => {
      await server.show(certificate);
      expect(await enter(withParameters(parameters))).toBe(way);
      expect(await enter(withParameters(parameters, { hostname: "127.0.0.1" }))).toBe(way);
    },
  );

  it("leads migrations the same way", async () => {
    await server.show("good");
    for (const parameters of ["sslmode=verify-full&sslrootcert=AUTHORITY", "sslmode=require"])
      expect(
        (await migrate({ url: withParameters(`${parameters}&schema=${parameters.length}`) })).applied,
      ).not.toEqual([]);
  });

  const NOBODY = /is signed by nobody that this machine knows/;
  it.each([
    ["sslmode=require", "none", /speaks no TLS, and its address asks for it/],
    ["sslmode=verify-full", "good", NOBODY],
    ["sslmode=verify-full&sslrootcert=system", "good", NOBODY],
    ["sslmode=verify-full&sslrootcert=OTHER", "good", NOBODY],
    ["sslmode=verify-ca&sslrootcert=OTHER", "good", NOBODY],
    ["sslmode=require&sslrootcert=OTHER", "good", NOBODY],
    ["sslmode=verify-full&sslrootcert=AUTHORITY", "expired", /has expired/],
    ["sslmode=verify-ca&sslrootcert=AUTHORITY", "expired", /has expired/],
    ["sslmode=verify-full&sslrootcert=AUTHORITY", "future", /is not valid yet/],
    [
      "sslmode=verify-full&sslrootcert=AUTHORITY",
      "otherName",
      /is for another name than the one in its address/,
    ],
  ] as const)(
    "says in one sentence why %s does not lead in (certificate: %s)",
    async (parameters, certificate, sentence) => {
      await server.show(certificate);
      for (const hostname of ["localhost", "127.0.0.1"]) {
        const url = withParameters(parameters, { hostname });
        const error = await enter(url).catch((failure: unknown) => failure);
        expect(explainConnectionError(error)).toMatch(sentence);
        await expect(migrate({ url })).rejects.toThrow(sentence);
      }
    },
  );

  it("compares an address of numbers with the certificate, not the name of this machine", async () => {
    await server.show("byName");
    const parameters = "sslmode=verify-full&sslrootcert=AUTHORITY";
    expect(await enter(withParameters(parameters))).toBe("encrypted");
    const error = await enter(withParameters(parameters, { hostname: "127.0.0.1" })).catch(
      (failure: unknown) => failure,
    );
    expect(explainConnectionError(error)).toMatch(/is for another name/);
  });

  it.each<[Changes, RegExp]>([
    [{ password: "wrong" }, /does not accept the user name or password/],
    [{ password: "" }, /asks for a password, and its address .* holds none/],
    [{ pathname: "/nowhere" }, /does not exist/],
    [{ port: "9" }, /does not answer/],
    [{ hostname: "no-such-machine.invalid" }, /no machine by the name|could not be looked up/],
  ])("says what else is wrong: %j", async (changes, sentence) => {
    await server.show("good");
    const url = withParameters("sslmode=verify-full&sslrootcert=AUTHORITY", changes);
    const error = await enter(url).catch((failure: unknown) => failure);
    expect(explainConnectionError(error)).toMatch(sentence);
    if (!("pathname" in changes)) await expect(migrate({ url })).rejects.toThrow(sentence);
  });

  it("says that a server takes encrypted connections only", async () => {
    await server.show("good");
    await server.requireTls();
    const error = await enter(withParameters("sslmode=disable")).catch((failure: unknown) => failure);
    expect(explainConnectionError(error)).toMatch(/only over TLS.*add sslmode=verify-full/);
    expect(await enter(withParameters("sslmode=require"))).toBe("encrypted");
  });
});

describe("findDatabaseUrlFault", () => {
  const faultOf = (parameters: string) =>
    findDatabaseUrlFault(`postgresql://u:secret@localhost/x?${parameters}`);

  it("takes what Prisma, the driver and PostgreSQL's own programs write", () => {
    for (const parameters of [
      "",
      "schema=a",
      "sslmode=require",
      "pgbouncer=true&connection_limit=1",
      "sslrootcert=system",
    ])
      expect(faultOf(parameters)).toBeNull();
  });

  it("names what is wrong, and no password", () => {
    using directory = createTemporaryDirectory();
    const file = path.join(directory.path, "ca.pem");
    writeFileSync(file, "not a certificate");
    const faults = [
      "sslmode=on",
      "ssl=yes",
      "sslrootcert=/no/such.pem",
      "sslrootcert=ca.pem",
      `sslrootcert=${file}`,
    ].map(faultOf);
    expect(faults).toEqual([
      expect.stringMatching(/^sslmode=on in the database's address is unknown/),
      expect.stringMatching(/^sslmode=yes in the database's address is unknown/),
      expect.stringMatching(/^The file that sslrootcert .* names cannot be read: \/no\/such\.pem \(ENOENT\)/),
      expect.stringMatching(/^sslrootcert=ca\.pem .* must be a path from \/ on/),
      expect.stringMatching(/holds no certificate in PEM form/),
    ]);
    expect(faultOf(`sslmode=require&sslcert=${directory.path}`)).toMatch(
      /sslcert .* cannot be read: .* \(EISDIR\)/,
    );
    expect(faults.join()).not.toContain("secret");
  });
});
