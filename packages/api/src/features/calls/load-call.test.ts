import { createWorld } from "@koppeling/sandbox/create-world";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";

const now = new Date("2026-11-20T10:00:00Z");
const people = Array.from({ length: 6 }, (_, index) => ({
  name: `Gast ${index}`,
  email: `gast${index}@klant.example`,
  isExternal: index > 0,
}));

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack({
    sandbox: { world: createWorld({ recordings: [] }), now: () => now },
    clock: { now: () => now, sleep: async () => undefined },
  });
  await stack.addRep("Anna", "anna@z.example", { aliases: ["a.devries@p.example"] });
});
afterAll(() => stack[Symbol.asyncDispose]());

async function syncedCall(patch: Parameters<typeof stack.sandbox.addCall>[0] = {}) {
  const made = stack.sandbox.addCall({
    recordedBy: { email: "Anna@Z.example", name: "Anna", team: "Sales" },
    ...patch,
  });
  await stack.sync({ hours: 24 });
  const { id } = await stack.deps.db.prisma.call.findUniqueOrThrow({
    where: { recordingId: made.recordingId },
    select: { id: true },
  });
  return { made, call: await (await stack.caller("viewer")).calls.byId({ id }) };
}

describe("calls.byId", () => {
  it("shows a call with all that was said, and where it came from", async () => {
    const { made, call } = await syncedCall({ invitees: people });
    const content = made.content();
    expect(call).toMatchObject({
      recordingId: made.recordingId.toString(),
      title: made.title,
      recorderEmail: "Anna@Z.example",
      recorderName: "Anna",
      team: "Sales",
      matchedBy: "email",
      isExternal: true,
      inviteeCount: 6,
      invitees: people,
      summary: content.summary?.markdown,
      summaryTemplate: content.summary?.template,
      actionItemCount: content.actionItems.length,
      hasTranscript: true,
      hasSummary: true,
      contentAwaited: false,
      run: { trigger: "manual" },
    });
    expect(call.url).toMatch(/^https:\/\/fathom\.video\/calls\//);
    expect(call.transcript?.map(({ speaker, text, seconds }) => ({ speaker, text, seconds }))).toEqual(
      content.transcript.map(({ speaker, text, seconds }) => ({ speaker, text, seconds })),
    );
    expect(call.actionItems?.map((item) => item.description)).toEqual(
      content.actionItems.map((item) => item.description),
    );
    expect(call).not.toHaveProperty("detailsHash");
    expect(call).not.toHaveProperty("summaryHash");
  });

  it("waits for content that may still come, until it is given up", async () => {
    const { call } = await syncedCall({ recordedBy: { email: "a.devries@p.example" }, contentReadyAt: null });
    expect(call).toMatchObject({
      matchedBy: "alias",
      transcript: null,
      summary: null,
      actionItems: null,
      hasTranscript: false,
      hasSummary: false,
      contentAwaited: true,
    });
    await stack.deps.db.prisma.callContent.update({
      where: { recordingId: BigInt(call.recordingId) },
      data: { state: "given_up" },
    });
    expect(await (await stack.caller()).calls.byId({ id: call.id })).toMatchObject({
      contentState: "given_up",
      contentAwaited: false,
    });
  });

  it("shows what it can of columns that somebody else wrote", async () => {
    const { call } = await syncedCall();
    await stack.deps.db.pool.query(
      `UPDATE calls SET invitees = '"?"', action_items = '[1]', run_id = gen_random_uuid() WHERE id = $1`,
      [call.id],
    );
    await stack.deps.db.pool.query(`UPDATE transcripts SET lines = '{}' WHERE recording_id = $1`, [
      call.recordingId,
    ]);
    expect(await (await stack.caller()).calls.byId({ id: call.id })).toMatchObject({
      invitees: [],
      actionItems: null,
      transcript: [],
      run: null,
    });
  });

  it("says that there is no such call", async () => {
    const caller = await stack.caller("viewer");
    await expect(caller.calls.byId({ id: crypto.randomUUID() })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(caller.calls.byId({ id: "1" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
