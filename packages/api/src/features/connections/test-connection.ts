import { FathomError } from "@koppeling/fathom/errors";
import { z } from "zod";
import { type Deps } from "../../deps";
import { type Locale, translate } from "../../messages";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { classifyFailure } from "./classify-failure";
import { paceLightRequest } from "./pace-light-request";
import { clearBlocks } from "./rate-budget";
import { FAILURE_CODES, type FailureCode } from "../../reasons";
import { hashApiKey } from "../settings/hash-api-key";
import { loadSettings, requireApiKey } from "../settings/load-settings";
import { recordCandidate, recordConnection } from "./record-connection";

export const connectionTestSchema = z.object({
  success: z.boolean(),
  message: z.string(),
  teamName: z.string().nullable(),
  callsCount: z.number().nullable(),
  /** `callsCount` is one page; there are more. */
  moreCalls: z.boolean(),
  code: z.enum(FAILURE_CODES).nullable(),
});

export type ConnectionTest = z.infer<typeof connectionTestSchema>;

/** The event that ends the wait of a run: see runs/end-wait.job.ts. */
export const FATHOM_ANSWERED = "fathom/answered";

/** A person is waiting for the answer. */
const TEST_TIMEOUTS = { connectMs: 5_000, headersMs: 10_000, bodyMs: 10_000, totalMs: 20_000 };

/**
 * Asks Fathom for teams and a light page of meetings, with the given key or else the one in use, which stays as it is.
 * What comes of it is kept as the connection's status; of a key that is not in use, for when it is saved. A refused key
 * is a result, not an error.
 * @throws AppError `not_configured`, `settings_key`, `fathom_busy` when a sync has used up what Fathom allows
 */
export async function testConnection(
  deps: Deps,
  input: { apiKey?: string | undefined; actor: Actor; locale?: Locale },
): Promise<ConnectionTest> {
  const locale = input.locale ?? "en";
  const inUse = await loadSettings(deps);
  const apiKey = input.apiKey ?? requireApiKey(inUse);
  // Somebody wants to know whether Fathom answers: that it refused a while ago is no answer.
  await clearBlocks(deps, hashApiKey(deps, apiKey));
  const result = await askFathom(deps, apiKey, locale);
  // What another key may ask says nothing of the wait of the one in use.
  if (result.success && apiKey === inUse.apiKey) await tellAnswered(deps);
  await deps.db.prisma.$transaction(async (tx) => {
    const outcome = { apiKey, code: result.code, userId: input.actor.userId };
    if (apiKey === inUse.apiKey) await recordConnection(deps, tx, { ...outcome, isTest: true });
    else await recordCandidate(deps, tx, outcome);
    await writeAudit(deps, tx, input.actor, {
      action: "settings.test",
      subject: "fathom_api_key",
      newValue: apiKey,
      details: { success: result.success, code: result.code },
    });
  });
  return result;
}

/** Without word of it a run that waits goes on when its wait is over. */
async function tellAnswered(deps: Deps): Promise<void> {
  try {
    await deps.jobs.send({ name: FATHOM_ANSWERED, data: {} });
  } catch (error) {
    deps.log.warn({ err: error }, "the job engine could not be told that Fathom answers again");
  }
}

async function askFathom(deps: Deps, apiKey: string, locale: Locale): Promise<ConnectionTest> {
  const fathom = deps.fathom(apiKey, {
    timeouts: TEST_TIMEOUTS,
    beforeRequest: paceLightRequest(deps, apiKey),
  });
  try {
    const [teams, page] = await Promise.all([fathom.listTeams(), fathom.fetchMeetingPage({})]);
    const teamName = teams.map((team) => team.name).join(", ") || null;
    const moreCalls = page.nextCursor !== null;
    const calls = `${page.items.length}${moreCalls ? "+" : ""}`;
    const message = teamName
      ? translate(locale, "test.success", { team: teamName, calls })
      : translate(locale, "test.success_no_team", { calls });
    return { success: true, message, teamName, callsCount: page.items.length, moreCalls, code: null };
  } catch (error) {
    if (!(error instanceof FathomError)) throw error;
    const code: FailureCode = classifyFailure(error).code;
    return {
      success: false,
      message: translate(locale, `failure.${code}`),
      teamName: null,
      callsCount: null,
      moreCalls: false,
      code,
    };
  }
}
