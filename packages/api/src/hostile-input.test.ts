import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";
import { appRouter } from "./root";

let stack: TestStack;
beforeAll(async () => {
  stack = await createTestStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

type Shape = z.core.JSONSchema.BaseSchema;

/** Texts that a cursor, a filter or an id can hold and PostgreSQL cannot. */
const TEXTS = [
  "a\0b",
  "\ud800",
  "9".repeat(19),
  JSON.stringify(["2026-01-01T00:00:00.000Z\0", randomUUID()]),
  JSON.stringify([Number.MAX_SAFE_INTEGER, randomUUID()]),
  JSON.stringify(["+275760-09-13T00:00:00.000Z", randomUUID()]),
  JSON.stringify(["9999-12-31T23:59:59.999Z", "9".repeat(19)]),
].flatMap((text) => [text, Buffer.from(text).toString("base64url")]);

/** The smallest input that a schema takes, and with each text and number in it replaced by one that is hard to take. */
function* listInputs(shape: Shape): Generator<unknown> {
  const at = (schema: Shape): unknown => {
    if (schema.default !== undefined) return schema.default;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return schema.enum[0];
    const [first] = schema.anyOf ?? schema.oneOf ?? [];
    if (first) return at(first);
    if (schema.type === "object") {
      const wanted = (schema.required ?? []).map((name) => [name, at(schema.properties?.[name] as Shape)]);
      return Object.fromEntries(wanted);
    }
    if (schema.type === "array") return [];
    if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 1;
    if (schema.type === "boolean") return true;
    if (schema.format === "uuid") return randomUUID();
    return schema.format === "date-time" ? new Date("2026-01-01") : "x";
  };
  const whole = at(shape);
  yield whole;
  for (const [name, property] of Object.entries(shape.properties ?? {})) {
    const kinds = [property as Shape, ...((property as Shape).anyOf ?? [])];
    const with_ = (value: unknown) => ({ ...(whole as object), [name]: value });
    for (const kind of kinds) {
      if (kind.type === "string" && !kind.enum) for (const text of TEXTS) yield with_(text);
      if (kind.type === "array") yield with_(["a\0b"]);
      if (kind.type === "integer" || kind.type === "number")
        yield with_(kind.maximum ?? Number.MAX_SAFE_INTEGER);
    }
    yield with_(new Date("-271821-04-20"));
  }
}

const procedures = Object.entries(appRouter._def.procedures as Record<string, unknown>).map(
  ([name, procedure]) => {
    const { _def } = procedure as { _def: { inputs: z.ZodType[]; type: string } };
    return { name, schemas: _def.inputs };
  },
);

it.each(procedures)("$name never fails for what its input holds", async ({ name, schemas }) => {
  const caller = (await stack.caller("admin", "en")) as unknown as Record<string, never>;
  const call = name.split(".").reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], caller);
  for (const schema of schemas) {
    const shape = z.toJSONSchema(schema, {
      io: "input",
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema._zod.def.type === "date")
          Object.assign(jsonSchema, { type: "string", format: "date-time" });
      },
    });
    for (const input of listInputs(shape)) {
      try {
        await (call as (input: unknown) => Promise<unknown>)(input);
      } catch (error) {
        if (!(error instanceof TRPCError)) throw error;
        expect([error.code, JSON.stringify(input), error.cause?.message]).not.toContain(
          "INTERNAL_SERVER_ERROR",
        );
      }
    }
  }
});
