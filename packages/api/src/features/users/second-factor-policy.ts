import { type Deps } from "../../deps";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { readSettingRows } from "../settings/read-setting-rows";
import { writeSettings } from "../settings/write-settings";

/** Of whom a second factor is required when they sign in with a password; the provider asks for what it wants. */
export type SecondFactorPolicy = (typeof SECOND_FACTOR_POLICIES)[number];

export const SECOND_FACTOR_POLICIES = ["nobody", "admins", "everyone"] as const;

/** Where it is stored; load-session-user.ts reads it there for each request. */
const KEY = "second_factor_required";

export async function loadSecondFactorPolicy(deps: Deps): Promise<SecondFactorPolicy> {
  const value = (await readSettingRows(deps)).get(KEY)?.value;
  return SECOND_FACTOR_POLICIES.find((policy) => policy === value) ?? "nobody";
}

/** Counts at once, also for who is signed in: they can do nothing but set one up. */
export async function setSecondFactorPolicy(
  deps: Deps,
  policy: SecondFactorPolicy,
  actor: Actor,
): Promise<void> {
  const before = await loadSecondFactorPolicy(deps);
  if (before === policy) return;
  await deps.db.prisma.$transaction(async (tx) => {
    await writeSettings(deps, tx, { [KEY]: policy === "nobody" ? null : policy }, actor.userId);
    await writeAudit(deps, tx, actor, {
      action: "settings.update",
      subject: KEY,
      details: { from: before, to: policy },
    });
  });
}
