import { mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { describe, expect, it } from "vitest";
import { checkEnvironment, loadEnvironment } from "./env";
import { EMBEDDED_PASSWORD, ensureLocalSecrets } from "./local-secrets";

describe("loadEnvironment", () => {
  it("lets the environment win over .env, and .env over local.env; empty counts as unset", () => {
    using directory = createTemporaryDirectory();
    mkdirSync(path.join(directory.path, ".data"));
    writeFileSync(
      path.join(directory.path, ".data/local.env"),
      "AUDIT_HMAC_KEY=local\nCRON_SECRET=local\nPORT=1\n",
    );
    writeFileSync(path.join(directory.path, ".env"), 'CRON_SECRET="from .env"\nPORT=2\nADMIN_EMAIL=\n');
    const { values, configured } = loadEnvironment({
      rootDir: directory.path,
      processEnvironment: { PORT: "3", AUDIT_HMAC_KEY: "" },
    });
    expect(values).toEqual({ PORT: "3", CRON_SECRET: "from .env", AUDIT_HMAC_KEY: "local" });
    expect(configured).toEqual({ PORT: "3", CRON_SECRET: "from .env" });
  });

  it("says of what Node itself reads that .env is too late for it", () => {
    using directory = createTemporaryDirectory();
    writeFileSync(path.join(directory.path, ".env"), "NODE_EXTRA_CA_CERTS=/etc/ca.pem\n");
    const load = (processEnvironment: Record<string, string>) =>
      loadEnvironment({ rootDir: directory.path, processEnvironment });
    expect(() => load({})).toThrow("NODE_EXTRA_CA_CERTS has no effect in .env");
    expect(load({ NODE_EXTRA_CA_CERTS: "/etc/ca.pem" }).values).toMatchObject({
      NODE_EXTRA_CA_CERTS: "/etc/ca.pem",
    });
  });

  it("puts the data folder where DATA_DIR says, seen from the root", () => {
    const at = (DATA_DIR?: string) =>
      loadEnvironment({ rootDir: "/nowhere", processEnvironment: { DATA_DIR } }).dataDir;
    expect([at(), at("elsewhere"), at("/srv/data")]).toEqual([
      "/nowhere/.data",
      "/nowhere/elsewhere",
      "/srv/data",
    ]);
  });
});

describe("ensureLocalSecrets", () => {
  it("makes what is set nowhere, once, readable by its owner alone", async () => {
    using directory = createTemporaryDirectory();
    const load = () =>
      loadEnvironment({ rootDir: directory.path, processEnvironment: { CRON_SECRET: "mine" } });
    const first = await ensureLocalSecrets(load());
    expect(first.values).toMatchObject({
      CRON_SECRET: "mine",
      NEXTAUTH_SECRET: expect.any(String) as string,
    });
    expect(first.values[EMBEDDED_PASSWORD]?.length).toBeGreaterThan(30);
    expect(
      checkEnvironment({ ...first.values, CRON_SECRET: "", DATABASE_URL: "postgresql://127.0.0.1/x" }),
    ).toBeDefined();
    expect(statSync(path.join(directory.path, ".data/local.env")).mode & 0o777).toBe(0o600);

    expect((await ensureLocalSecrets(load())).values).toEqual(first.values);
    expect(load().values).toEqual(first.values);
  });

  it("adds what a newer version needs, and keeps the rest", async () => {
    using directory = createTemporaryDirectory();
    mkdirSync(path.join(directory.path, ".data"));
    writeFileSync(path.join(directory.path, ".data/local.env"), "NEXTAUTH_SECRET=kept\nOLD_ONE=kept too\n");
    const { values } = await ensureLocalSecrets(
      loadEnvironment({ rootDir: directory.path, processEnvironment: {} }),
    );
    expect(values).toMatchObject({
      NEXTAUTH_SECRET: "kept",
      OLD_ONE: "kept too",
      AUDIT_HMAC_KEY: expect.any(String) as string,
    });
  });
});

describe("checkEnvironment", () => {
  it("says every fault at once", () => {
    expect(() => checkEnvironment({ PORT: "many", JOBS: "cron", DATABASE_URL: "mysql://x" })).toThrow(
      /PORT[\s\S]*JOBS|JOBS[\s\S]*PORT/,
    );
  });
});
