import { randomBytes } from "node:crypto";
import { createTestDatabase } from "@koppeling/testing/create-test-database";
import { bareEnvironment, runProgram } from "@koppeling/testing/run-program";
import { createTemporaryDirectory } from "@koppeling/testing/temporary-directory";
import { describe, expect, it } from "vitest";

const asModule = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;

/** Makes Node resolve packages as it does where the folder `tools` was left out. */
const WITHOUT_TOOLS = asModule(`
  import { register } from "node:module";
  register(${JSON.stringify(
    asModule(`export async function resolve(specifier, context, next) {
      const found = await next(specifier, context);
      if (!found.url.includes("/tools/")) return found;
      throw Object.assign(new Error("Cannot find " + specifier), { code: "ERR_MODULE_NOT_FOUND" });
    }`),
  )});
`);

function koppeling(args: string[], values: Record<string, string>) {
  const environment = bareEnvironment({ NODE_OPTIONS: `--import ${WITHOUT_TOOLS}`, ...values });
  return runProgram(new URL("./main.ts", import.meta.url), args, { environment });
}

describe("koppeling without tools", { timeout: 120_000 }, () => {
  it("works on a database and a Fathom of one's own", async () => {
    using directory = createTemporaryDirectory();
    await using database = await createTestDatabase();
    const values = {
      DATA_DIR: directory.path,
      DATABASE_URL: database.url,
      NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
      AUDIT_HMAC_KEY: randomBytes(32).toString("base64"),
      SETTINGS_ENCRYPTION_KEYS: `test=${randomBytes(32).toString("base64")}`,
      FATHOM_API_BASE_URL: "http://127.0.0.1:9/external/v1",
      FATHOM_API_KEY: "a key that nobody asks for",
    };
    const created = koppeling(["users", "create", "ada@example.com", "--json"], values);
    expect({ exitCode: await created.ended, stderr: created.stderr() }).toEqual({ exitCode: 0, stderr: "" });
    const doctor = koppeling(["doctor"], values);
    expect(await doctor.ended).toBe(1);
    expect(doctor.stdout()).toContain("✓ migrations: All are applied.");
    expect(doctor.stdout()).toContain("✗ fathom: ");
    const seed = koppeling(["seed"], values);
    expect(await seed.ended).toBe(1);
    expect(seed.stderr()).toBe("The demo company is not part of this installation: it comes with tools/.\n");
  });

  it("asks for a database, since it cannot start one", async () => {
    using directory = createTemporaryDirectory();
    const program = koppeling(["users", "list"], { DATA_DIR: directory.path });
    expect(await program.ended).toBe(1);
    expect(program.stderr()).toMatch(/^DATABASE_URL is not set, .* Set DATABASE_URL\.\n$/);
  });
});
