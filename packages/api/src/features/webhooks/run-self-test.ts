import { randomUUID } from "node:crypto";
import { signWebhook } from "@koppeling/fathom/verify-webhook";
import { z } from "zod";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Locale, translate } from "../../messages";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { loadSettings, requireWebhookSecret, type Settings } from "../settings/load-settings";
import { decideRecording } from "../matching/decide-recording";
import { loadMatching } from "../matching/load-matching";
import { checkPublicAddress } from "../../check-public-address";
import { SELF_TEST_PREFIX } from "./webhook-outcome";

const station = z.object({ ok: z.boolean(), detail: z.string() });

export const selfTestSchema = z.object({
  success: z.boolean(),
  url: z.string(),
  /** The address took a delivery that was signed as Fathom signs. */
  arrived: station,
  /** It is in the database of this very installation. */
  stored: station,
  /** The job engine processed it, and it found a sales rep. */
  matched: station,
});

export type SelfTest = z.infer<typeof selfTestSchema>;

/** As long as the sender waits for an answer. */
const ANSWER_WITHIN_MS = 15_000;
const LOOKS = 75;
const LOOK_EVERY_MS = 200;

/**
 * Sends a signed delivery on the whole road that Fathom's take: out, in through the public address, into the table,
 * through the job engine, to the matching. It is a made-up meeting of a real rep, marked so that it never becomes a
 * call. What does not work is a result, not an error.
 * @throws AppError `no_webhook_secret`, `settings_key`, `public_address`
 */
export async function runSelfTest(deps: Deps, input: { actor: Actor; locale: Locale }): Promise<SelfTest> {
  const { locale, actor } = input;
  const settings = await loadSettings(deps);
  const secret = requireWebhookSecret(settings);
  const address = checkPublicAddress(deps.config.nextauthUrl, deps.config.fathomApiBaseUrl);
  if (!address.reachable) throw new AppError("public_address", { address: new URL(address.url).origin });
  const url = settings.webhook?.url ?? address.url;

  const webhookId = `${SELF_TEST_PREFIX}${randomUUID()}`;
  const team = settings.teamFilter[0] ?? null;
  const repEmail = await findRepEmail(deps, settings, team);
  const body = composeMeeting(deps.clock.now(), repEmail, team);
  const arrived = await send(deps, { url, webhookId, secret, body, locale });
  const { stored, matched } = await follow(deps, webhookId, { hasReps: repEmail !== null, arrived, locale });
  const success = arrived.ok && stored.ok && matched.ok;
  await writeAudit(deps, deps.db.prisma, actor, {
    action: "realtime.self_test",
    subject: webhookId,
    details: { arrived: arrived.ok, stored: stored.ok, matched: matched.ok },
  });
  return { success, url, arrived, stored, matched };
}

/** Of a rep whose recordings the rules would import; else of any, and the test says that nobody was found. */
async function findRepEmail(deps: Deps, settings: Settings, team: string | null): Promise<string | null> {
  const reps = await deps.db.prisma.salesRep.findMany({
    where: { archivedAt: null },
    orderBy: { createdAt: "asc" },
    select: { email: true },
  });
  const matching = await loadMatching(deps, settings);
  const rep = reps.find(({ email }) => decideRecording({ email, team }, matching).decision === "imported");
  return (rep ?? reps[0])?.email ?? null;
}

function composeMeeting(now: Date, repEmail: string | null, team: string | null): string {
  return JSON.stringify({
    koppeling_self_test: true,
    recording_id: 1,
    title: "Fathom Koppeling: zelftest",
    created_at: now.toISOString(),
    recording_start_time: now.toISOString(),
    recorded_by: { name: "Zelftest", email: repEmail ?? "zelftest@koppeling.invalid", team },
  });
}

async function send(
  deps: Deps,
  input: { url: string; webhookId: string; secret: string; body: string; locale: Locale },
): Promise<SelfTest["arrived"]> {
  const { url, webhookId, secret, locale } = input;
  const timestamp = Math.floor(deps.clock.now().getTime() / 1000);
  const rawBody = Buffer.from(input.body);
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      headers: {
        "content-type": "application/json",
        "webhook-id": webhookId,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": signWebhook({ secret, id: webhookId, timestamp, rawBody }),
      },
      body: rawBody,
    });
    await response.body?.cancel();
    const { status } = response;
    if (response.ok) return { ok: true, detail: translate(locale, "self_test.arrived", { status }) };
    const isRedirect = status >= 300 && status < 400;
    return {
      ok: false,
      detail: translate(locale, isRedirect ? "self_test.redirected" : "self_test.refused", { url, status }),
    };
  } catch (error) {
    deps.log.warn({ url, err: error }, "the self-test could not be delivered");
    return { ok: false, detail: translate(locale, "self_test.no_answer", { url, reason: reasonOf(error) }) };
  }
}

/** The system's name for it, such as ENOTFOUND or CERT_HAS_EXPIRED: what an admin can look up. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return error instanceof Error ? error.name : "unknown";
}

async function follow(
  deps: Deps,
  webhookId: string,
  input: { hasReps: boolean; arrived: SelfTest["arrived"]; locale: Locale },
): Promise<Pick<SelfTest, "stored" | "matched">> {
  const say = (ok: boolean, key: Parameters<typeof translate>[1]) => ({
    ok,
    detail: translate(input.locale, key),
  });
  for (let look = 0; look < LOOKS; look++) {
    const event = await deps.db.prisma.webhookEvent.findUnique({
      where: { webhookId },
      select: { status: true, outcome: true },
    });
    if (!event) {
      // Another installation may have answered, with a database of its own.
      const stored = say(false, input.arrived.ok ? "self_test.stored_elsewhere" : "self_test.not_reached");
      return { stored, matched: say(false, "self_test.not_reached") };
    }
    if (event.status === "processed" || event.status === "parked") {
      const matched = event.outcome === "self_test_matched";
      const failed = input.hasReps ? "self_test.not_matched" : "self_test.no_reps";
      return {
        stored: say(true, "self_test.stored"),
        matched: say(matched, matched ? "self_test.matched" : failed),
      };
    }
    await deps.clock.sleep(LOOK_EVERY_MS);
  }
  return { stored: say(true, "self_test.stored"), matched: say(false, "self_test.not_processed") };
}
