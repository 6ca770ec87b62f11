import pino from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { type RequestContext } from "./context";
import { type AppErrorCode, TRPC_CODE } from "./errors";
import { translate } from "./messages";
import { callOverHttp } from "@koppeling/testing/call-over-http";
import { createTestStack, type TestStack } from "@koppeling/testing/create-test-stack";

const DSN = "postgres://app:hunter2@10.0.0.7:5432/koppeling";

let stack: TestStack;
const logged: string[] = [];
beforeAll(async () => {
  stack = await createTestStack();
});
afterAll(() => stack[Symbol.asyncDispose]());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
  logged.length = 0;
});

function contextOf(locale: "nl" | "en" = "en"): RequestContext {
  const log = pino({ level: "error" }, { write: (line: string) => logged.push(line) });
  return { deps: { ...stack.deps, log }, user: null, locale, ipAddress: null, requestId: "request-7" };
}

/** Procedures that go wrong, built by the same parts as all others. */
async function createRouter() {
  // Both anew, so that NODE_ENV counts and the errors are the ones that it knows.
  const [{ publicProcedure, router }, { AppError }] = await Promise.all([
    import("./trpc"),
    import("./errors"),
  ]);
  const connectionError = () =>
    Object.assign(new Error(`connect ECONNREFUSED ${DSN}`), { code: "ECONNREFUSED" });
  return router({
    fail: publicProcedure.query(() => {
      throw connectionError();
    }),
    failWithCause: publicProcedure.query(() => {
      throw new Error("query failed", { cause: connectionError() });
    }),
    failOnTheWayOut: publicProcedure
      .output(z.object({ count: z.number() }))
      .query(() => ({ count: DSN as unknown as number })),
    failKnown: publicProcedure.input(z.object({ code: z.string() })).query(({ input }) => {
      throw new AppError(input.code as AppErrorCode, { keyId: "k1" }, { cause: connectionError() });
    }),
    throttle: publicProcedure.mutation(() => {
      throw new AppError("too_many_attempts", {}, { retryAfterSeconds: 61 });
    }),
    strict: publicProcedure
      .input(
        z.object({
          name: z.string().min(1, "name_missing"),
          hours: z.literal([24, 168]),
          key: z.string().min(3, "api_key_too_short"),
        }),
      )
      .query(() => null),
  });
}

describe("an error that nobody expected", () => {
  it.each(["production", "development", "test", ""])(
    "leaves the server as a fixed sentence and the request's id, with NODE_ENV %j",
    async (nodeEnv) => {
      vi.stubEnv("NODE_ENV", nodeEnv);
      vi.resetModules();
      const router = await createRouter();
      for (const path of ["fail", "failWithCause", "failOnTheWayOut"]) {
        const answer = await callOverHttp(contextOf(), path, undefined, { router });
        expect(answer.status).toBe(500);
        expect(answer.text).not.toMatch(
          /hunter2|10\.0\.0\.7|ECONNREFUSED|stack|query failed|node_modules|\.ts/i,
        );
        expect(answer.error).toEqual({
          code: -32603,
          message: translate("en", "error.unexpected", { requestId: "request-7" }),
          data: {
            code: "INTERNAL_SERVER_ERROR",
            httpStatus: 500,
            path,
            appCode: "unexpected",
            fieldErrors: {},
            retryAfterSeconds: null,
            requestId: "request-7",
          },
        });
      }
    },
  );

  it("is in the log, with the request's id and what it was", async () => {
    await callOverHttp(contextOf(), "fail", undefined, { router: await createRouter() });
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0] ?? "")).toMatchObject({
      requestId: "request-7",
      path: "fail",
      err: { message: expect.stringContaining("ECONNREFUSED") as string },
    });
  });

  it("speaks the user's language", async () => {
    const { error } = await callOverHttp(contextOf("nl"), "fail", undefined, {
      router: await createRouter(),
    });
    expect(error?.message).toContain("geef dan dit nummer door: request-7");
  });
});

describe("an error of ours", () => {
  it.each(Object.entries(TRPC_CODE))("has a sentence and a code: %s → %s", async (code, trpcCode) => {
    const router = await createRouter();
    for (const locale of ["nl", "en"] as const) {
      const answer = await callOverHttp(contextOf(locale), "failKnown", { code }, { router });
      expect(answer.error?.data).toMatchObject({ code: trpcCode, appCode: code, requestId: "request-7" });
      expect(answer.error?.message).toBe(
        translate(locale, `error.${code as AppErrorCode}`, { keyId: "k1", minutes: 1 }),
      );
      expect(answer.text).not.toContain("hunter2");
    }
    expect(logged).toEqual([]);
  });

  it("says how long to wait", async () => {
    const router = await createRouter();
    const answer = await callOverHttp(contextOf(), "throttle", undefined, { kind: "mutation", router });
    expect(answer.status).toBe(429);
    expect(answer.error).toMatchObject({
      message: "Too many attempts. Try again in 2 minutes.",
      data: { retryAfterSeconds: 61 },
    });
  });
});

describe("input of the wrong shape", () => {
  it("is told field by field, without what was sent", async () => {
    const input = { name: "", hours: 5, key: "x", secret: "hunter2" };
    const answer = await callOverHttp(contextOf(), "strict", input, { router: await createRouter() });
    expect(answer.status).toBe(400);
    expect(answer.error?.data).toMatchObject({
      code: "BAD_REQUEST",
      appCode: "bad_input",
      fieldErrors: { name: ["name_missing"], key: ["api_key_too_short"] },
    });
    expect(Object.keys(answer.error?.data.fieldErrors as object).toSorted()).toEqual([
      "hours",
      "key",
      "name",
    ]);
    expect(answer.error?.message).toBe(translate("en", "error.bad_input"));
    expect(answer.text).not.toContain("hunter2");
  });

  it("speaks of the first field when there is a sentence for it", async () => {
    const answer = await callOverHttp(
      contextOf("nl"),
      "strict",
      { name: "x", hours: 24, key: "x" },
      {
        router: await createRouter(),
      },
    );
    expect(answer.error?.message).toBe("Een API key heeft minstens 20 tekens.");
  });

  it("is refused when it is missing altogether", async () => {
    const answer = await callOverHttp(contextOf(), "strict", undefined, { router: await createRouter() });
    expect(answer.error?.data).toMatchObject({ code: "BAD_REQUEST", appCode: "bad_input" });
  });
});

describe("what tRPC itself refuses", () => {
  it("does not know a procedure that is not there", async () => {
    const answer = await callOverHttp(contextOf(), "no.such", undefined, { router: await createRouter() });
    expect(answer.status).toBe(404);
    expect(answer.error).toMatchObject({
      message: translate("en", "error.not_found"),
      data: { appCode: "not_found" },
    });
  });

  it("takes no mutation for a query", async () => {
    const answer = await callOverHttp(contextOf(), "throttle", undefined, { router: await createRouter() });
    expect(answer.status).toBe(405);
    expect(answer.error?.data).toMatchObject({ appCode: "bad_input" });
  });
});
