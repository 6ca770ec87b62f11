import { randomBytes } from "node:crypto";
import { parseMeeting } from "@koppeling/fathom/parse-meeting";
import { signWebhook, verifyWebhook } from "@koppeling/fathom/verify-webhook";
import fc from "fast-check";
import { type ZodType } from "zod";
import { parseEnvironment } from "@koppeling/api/environment";
import { parseKeyring } from "@koppeling/api/parse-keyring";
import { createSecretBox, SecretBoxError } from "@koppeling/api/secret-box";
import { appRouter } from "@koppeling/api/root";
import { testEnvironment } from "@koppeling/testing/test-environment";

/** Something that reads what strangers write. `check` throws when it misbehaves. */
export type FuzzTarget = { name: string; share: number; property: fc.IPropertyWithHooks<[unknown]> };

const target = <T>(
  name: string,
  share: number,
  values: fc.Arbitrary<T>,
  check: (value: T) => void,
): FuzzTarget => ({
  name,
  share,
  property: fc.property(values, check),
});

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** A text with some of its characters changed, cut out or doubled. */
const mutated = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(fc.nat(text.length), fc.nat(2), fc.string({ minLength: 1, maxLength: 2, unit: "binary" })),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((edits) =>
      edits.reduce(
        (changed, [at, cut, insert]) => changed.slice(0, at) + insert + changed.slice(at + cut),
        text,
      ),
    );

const box = createSecretBox([{ id: "k1", key: randomBytes(32) }]);
const PLAIN = "4jmc-aeVcDemoKey-xvKAs";
const SEALED = box.seal(PLAIN, "fathom_api_key");

/** Opens nothing but what it sealed itself, and says so with an error of its own class. */
function checkSeal(text: string): void {
  try {
    const opened = box.open(text, "fathom_api_key");
    must(text === SEALED && opened === PLAIN, "a text that was never sealed was opened");
  } catch (error) {
    must(error instanceof SecretBoxError, `an error of another kind: ${String(error)}`);
    must(text !== SEALED, "what was sealed was refused");
  }
}

const SECRET = `whsec_${randomBytes(24).toString("base64")}`;
const NOW = new Date("2026-11-22T12:00:00Z");
const TIMESTAMP = NOW.getTime() / 1000;
const BODY = Buffer.from('{"recording_id":1}');
const SIGNATURE = signWebhook({ secret: SECRET, id: "msg_1", timestamp: TIMESTAMP, rawBody: BODY });
type Delivery = { id: string; timestamp: string; signature: string; body: Uint8Array };
const GENUINE: Delivery = { id: "msg_1", timestamp: String(TIMESTAMP), signature: SIGNATURE, body: BODY };
const deliveries: fc.Arbitrary<Delivery> = fc.oneof(
  fc.record({ id: fc.string(), timestamp: fc.string(), signature: fc.string(), body: fc.uint8Array() }),
  mutated(GENUINE.id).map((id) => ({ ...GENUINE, id })),
  mutated(GENUINE.timestamp).map((timestamp) => ({ ...GENUINE, timestamp })),
  mutated(SIGNATURE).map((signature) => ({ ...GENUINE, signature })),
  mutated(BODY.toString()).map((text) => ({ ...GENUINE, body: Buffer.from(text) })),
);

function checkDelivery({ id, timestamp, signature, body }: Delivery): void {
  const verdict = verifyWebhook({
    secrets: [SECRET],
    headers: { id, timestamp, signature },
    rawBody: body,
    now: NOW,
  });
  const isSigned =
    id === GENUINE.id &&
    timestamp === GENUINE.timestamp &&
    signature.split(" ").includes(SIGNATURE) &&
    BODY.equals(body);
  must(!verdict.ok || isSigned, "a delivery that nobody signed was accepted");
}

const MEETING_FIELDS = [
  ...[
    "recording_id",
    "title",
    "meeting_title",
    "url",
    "share_url",
    "created_at",
    "recorded_by",
    "transcript",
  ],
  ...[
    "scheduled_start_time",
    "recording_start_time",
    "recording_end_time",
    "calendar_invitees",
    "email",
    "name",
  ],
  ...["default_summary", "action_items", "markdown_formatted", "speaker", "timestamp", "text", "team"],
];
const meetings = fc.oneof(
  fc.anything(),
  fc.object({ key: fc.constantFrom(...MEETING_FIELDS), maxDepth: 3, withBigInt: false }),
);

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: ZodType[] } }>;
const schemas = Object.entries(procedures).flatMap(([path, { _def }]) =>
  _def.inputs.map((schema) => [path, schema] as const),
);

/** The names that a schema knows, so that more than its outermost layer is reached. */
function fieldsOf(schema: ZodType): string[] {
  const found = new Set<string>();
  const seen = new Set<unknown>();
  const look = (value: unknown) => {
    if (typeof value !== "object" || value === null || seen.has(value) || seen.size > 2000) return;
    seen.add(value);
    const { shape, def } = value as { shape?: Record<string, unknown>; def?: Record<string, unknown> };
    for (const [name, inner] of Object.entries(shape ?? {})) {
      found.add(name);
      look(inner);
    }
    for (const inner of Object.values(def ?? {})) (Array.isArray(inner) ? inner : [inner]).forEach(look);
  };
  look(schema);
  return [...found];
}

const scalars = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
  fc.date({ noInvalidDate: false }),
  fc.uuid(),
  fc.emailAddress(),
  fc.constantFrom("admin", "viewer", "apiKey", "alias", "new_rep", "__proto__", "constructor"),
  fc.array(fc.string(), { maxLength: 5 }),
);

function inputsFor(schema: ZodType): fc.Arbitrary<unknown> {
  const fields = fieldsOf(schema);
  if (fields.length === 0) return fc.anything();
  const record = fc.record(Object.fromEntries(fields.map((name) => [name, scalars])), { requiredKeys: [] });
  return fc.oneof(
    { weight: 1, arbitrary: fc.anything() },
    { weight: 3, arbitrary: record },
    { weight: 1, arbitrary: fc.object({ key: fc.constantFrom(...fields, "__proto__"), maxDepth: 2 }) },
  );
}

/** Says yes or no, never throws, and what it let through may be sent again. */
function checkSchema(schema: ZodType, value: unknown): void {
  const first = schema.safeParse(value);
  if (first.success)
    must(({} as Record<string, unknown>).polluted === undefined, "the prototype was changed");
}

const NAMES = [
  ...Object.keys(testEnvironment),
  "PORT",
  "NEXTAUTH_URL",
  "FATHOM_API_BASE_URL",
  "SYNC_CRON",
  "OIDC_ISSUER",
];

/** Everything here that reads what strangers write; `share` is its part of all cases. */
export const fuzzTargets: FuzzTarget[] = [
  target(
    "seal: any text",
    0.1,
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.base64String()).map((parts) => ["v1", "k1", ...parts].join(".")),
    ),
    checkSeal,
  ),
  target("seal: a changed one", 0.15, mutated(SEALED), checkSeal),
  target("webhook: signature", 0.2, deliveries, checkDelivery),
  target("webhook: content", 0.1, meetings, (value) =>
    must(typeof parseMeeting(value).ok === "boolean", "no verdict"),
  ),
  target(
    "keyring",
    0.05,
    fc.oneof(fc.string(), mutated(testEnvironment.SETTINGS_ENCRYPTION_KEYS ?? "")),
    (text) => must(typeof parseKeyring(text).ok === "boolean", "no verdict"),
  ),
  target(
    "environment",
    0.02,
    fc.record(
      Object.fromEntries(
        NAMES.map((name) => [name, fc.oneof(fc.string(), fc.webUrl(), fc.constant(testEnvironment[name]))]),
      ),
      { requiredKeys: [] },
    ),
    (values) =>
      must(typeof parseEnvironment(values as Record<string, string>).ok === "boolean", "no verdict"),
  ),
  ...schemas.map(([path, schema]) =>
    target(`input of ${path}`, 0.38 / schemas.length, inputsFor(schema), (value) =>
      checkSchema(schema, value),
    ),
  ),
];

/**
 * Runs every target with its share of so many cases.
 * @returns how many were run; throws fast-check's error, which holds the seed and the smallest failing case
 */
export function runFuzz(
  cases: number,
  seed: number,
  onTarget?: (name: string, runs: number) => void,
): number {
  let total = 0;
  for (const { name, share, property } of fuzzTargets) {
    const runs = Math.max(1, Math.ceil(cases * share));
    fc.assert(property, { numRuns: runs, seed, endOnFailure: false });
    onTarget?.(name, runs);
    total += runs;
  }
  return total;
}
