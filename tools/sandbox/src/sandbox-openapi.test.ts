import { readFileSync } from "node:fs";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { SANDBOX_API_KEY, type Sandbox, startSandbox } from "./start-sandbox";

const document = parse(
  readFileSync(new URL("../../../packages/fathom/openapi/fathom-openapi.yaml", import.meta.url), "utf8"),
) as object;
// The document describes what Fathom answers; fields it does not know are allowed, as Fathom adds them unannounced.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, "fathom");

function schemaAt(...path: string[]): ValidateFunction {
  const pointer = path.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
  return ajv.compile({ $ref: `fathom#/${encodeURI(pointer)}` });
}
const answerOf = (path: string, method: string, status: string) =>
  schemaAt("paths", path, method, "responses", status, "content", "application/json", "schema");

const SUMMARY = "/recordings/{recording_id}/summary";
const TRANSCRIPT = "/recordings/{recording_id}/transcript";
const INCLUDES =
  "include_transcript=true&include_summary=true&include_action_items=true&include_crm_matches=true";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: null });
});
afterAll(() => sandbox.stop());

async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${sandbox.url}${path}`, {
    ...init,
    headers: { "x-api-key": SANDBOX_API_KEY },
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
}

function expectValid(validate: ValidateFunction, body: unknown): void {
  validate(body);
  expect(validate.errors ?? []).toEqual([]);
}

describe("the sandbox answers what the OpenAPI document says", () => {
  it.each(["", INCLUDES])("GET /meetings, every page of the demo world, with %j", async (includes) => {
    const validate = answerOf("/meetings", "get", "200");
    let cursor: string | null = "";
    let count = 0;
    while (cursor !== null) {
      const { status, body } = await ask(`/meetings?${includes}&cursor=${cursor}`);
      expect(status).toBe(200);
      expectValid(validate, body);
      const page = body as { next_cursor: string | null; items: unknown[] };
      cursor = page.next_cursor;
      count += page.items.length;
    }
    expect(count).toBe(sandbox.world.list(new Date()).length);
  });

  it("GET summary and transcript, there and not there yet", async () => {
    const ready = sandbox.world
      .list(new Date())
      .slice(20, 30)
      .map(({ recordingId }) => recordingId);
    const { recordingId: notYet } = sandbox.addCall({ contentReadyAt: null });
    for (const id of [...ready, notYet]) {
      expectValid(answerOf(SUMMARY, "get", "200"), (await ask(`/recordings/${id}/summary`)).body);
      expectValid(answerOf(TRANSCRIPT, "get", "200"), (await ask(`/recordings/${id}/transcript`)).body);
    }
    expect((await ask("/recordings/404/summary")).status).toBe(404);
  });

  it.each(["/teams", "/team_members", "/meeting_types"])("GET %s", async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(200);
    expectValid(answerOf(path, "get", "200"), body);
  });

  it("POST and DELETE /webhooks, whose request is the documented one", async () => {
    const input = {
      destination_url: "http://127.0.0.1:9/x",
      triggered_for: ["my_recordings"],
      include_summary: true,
    };
    expectValid(schemaAt("components", "schemas", "CreateWebhookRequest"), input);
    const created = await ask("/webhooks", { method: "POST", body: JSON.stringify(input) });
    expect(created.status).toBe(201);
    expectValid(answerOf("/webhooks", "post", "201"), created.body);
    const { id } = created.body as { id: string };
    expect((await ask(`/webhooks/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await ask(`/webhooks/${id}`, { method: "DELETE" })).status).toBe(404);
  });

  it("the test would notice a wrong answer", () => {
    expect(answerOf("/meetings", "get", "200")({ limit: 10, next_cursor: null, items: [{}] })).toBe(false);
    expect(answerOf("/teams", "get", "200")({ items: [] })).toBe(false);
  });
});
