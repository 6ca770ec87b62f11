import { randomBytes } from "node:crypto";
import { createRuntimeRole } from "@koppeling/db/close-database";
import { CliError } from "../cli-error";
import { loadForCommand } from "../open-installation";
import { openDatabase } from "../open-database";
import type { Output } from "../output";

/**
 * `runtime-role`: makes the database account that the app runs under, or gives it a new password. It owns nothing: it
 * reads and writes rows, and adds to the audit log.
 */
export async function runtimeRoleCommand(role: string): Promise<Output> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(role))
    throw new CliError("An account's name has lower case letters, digits and underscores.");
  const database = await openDatabase(await loadForCommand());
  try {
    const owner = new URL(database.directUrl);
    if (role === decodeURIComponent(owner.username))
      throw new CliError("That account owns the tables. Choose another name for the app's.");
    const password = randomBytes(24).toString("base64url");
    await createRuntimeRole({ url: database.directUrl, role, password });
    const runtime = new URL(owner);
    runtime.username = role;
    runtime.password = password;
    return {
      json: { success: true, role, databaseUrl: runtime.href },
      text:
        `Set these two (the first is shown once), and restart:\n  DATABASE_URL=${runtime.href}\n` +
        "  DIRECT_DATABASE_URL=(what DATABASE_URL was until now; migrations go on using it)",
    };
  } finally {
    await database.stop();
  }
}
