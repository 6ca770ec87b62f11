import { z } from "zod";
import { type Answer, jsonAnswer } from "./answer";
import { readJson } from "./answer-webhooks";
import { FAULT_KINDS, type FaultPlan } from "./fault-plan";
import type { CallPatch } from "./make-call";
import type { SandboxRecording } from "./world";

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const callSchema = z.strictObject({
  recordingId: z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt)
    .optional(),
  title: z.string().optional(),
  meetingTitle: z.string().nullable().optional(),
  startedAt: moment.optional(),
  endedAt: moment.optional(),
  createdAt: moment.optional(),
  contentReadyAt: moment.nullable().optional(),
  language: z.string().optional(),
  recordedBy: z
    .object({ email: z.string(), name: z.string().optional(), team: z.string().nullable().optional() })
    .optional(),
  invitees: z
    .array(z.object({ name: z.string().nullable(), email: z.string().nullable(), isExternal: z.boolean() }))
    .optional(),
  transcript: z
    .array(
      z.object({ speaker: z.string(), email: z.string().nullable(), text: z.string(), seconds: z.number() }),
    )
    .optional(),
  summary: z.object({ template: z.string().nullable(), markdown: z.string() }).nullable().optional(),
});
const faultsSchema = z.strictObject({
  clear: z.boolean().optional(),
  next: z
    .array(z.object({ kind: z.enum(FAULT_KINDS), times: z.number().int().positive().optional() }))
    .optional(),
  always: z.array(z.enum(FAULT_KINDS)).optional(),
});

/** What the control routes reach of the sandbox. */
export type Controlled = {
  faults: FaultPlan;
  addCall(patch: CallPatch): SandboxRecording;
  /** Counts only: neither keys nor webhook secrets. */
  describe(): Record<string, unknown>;
};

/**
 * The routes below /_sandbox, for demos and for tests in another process: POST calls (adds one), POST faults
 * (`{ clear, next: [{ kind, times }], always: [kind] }`), GET state.
 */
export function answerControl(method: string, path: string, body: string, sandbox: Controlled): Answer {
  const input = body.trim() === "" ? {} : readJson(body);
  if (method === "GET" && path === "/_sandbox/state") return jsonAnswer(200, sandbox.describe());
  if (method === "POST" && path === "/_sandbox/calls") {
    const parsed = callSchema.safeParse(input);
    if (!parsed.success) return refuse(parsed.error);
    const recording = sandbox.addCall(withoutUndefined(parsed.data));
    return jsonAnswer(201, { recordingId: String(recording.recordingId), title: recording.title });
  }
  if (method === "POST" && path === "/_sandbox/faults") {
    const parsed = faultsSchema.safeParse(input);
    if (!parsed.success) return refuse(parsed.error);
    if (parsed.data.clear) sandbox.faults.clear();
    for (const { kind, times } of parsed.data.next ?? []) sandbox.faults.next(kind, times);
    for (const kind of parsed.data.always ?? []) sandbox.faults.always(kind);
    return jsonAnswer(200, { ok: true });
  }
  return jsonAnswer(404, { error: "not found" });
}

function refuse(error: z.ZodError): Answer {
  return jsonAnswer(400, { error: z.prettifyError(error).slice(0, 500) });
}

/** An edit with an undefined field would wipe it; an absent one leaves it alone. */
function withoutUndefined(patch: CallPatch): CallPatch {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
