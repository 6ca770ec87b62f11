import { isRefusedValue } from "@koppeling/db/is-transient-database-error";
import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import { type Context, type SessionUser, toActor } from "./context";
import { AppError, type AppErrorCode, TRPC_CODE } from "./errors";
import { isMessageKey, type Locale, translate } from "./messages";
import { isTooSlow, readAsUser } from "./read-as-user";

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error, ctx }) => {
    const locale: Locale = ctx?.locale ?? "nl";
    const { appCode, message, fieldErrors, retryAfterSeconds } = describeError(
      error,
      locale,
      ctx?.requestId ?? "-",
    );
    // Built anew: neither a stack nor a cause may leave the server, whatever NODE_ENV says.
    return {
      code: shape.code,
      message,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        appCode,
        fieldErrors,
        retryAfterSeconds,
        requestId: ctx?.requestId ?? null,
      },
    };
  },
});

export const router = t.router;
export const mergeRouters = t.mergeRouters;
export const createCallerFactory = t.createCallerFactory;

/** AppErrors become tRPC's here, so that features need not know it; what nobody expected is logged with the request's id. */
const errors = t.middleware(async ({ ctx, next, path }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof AppError)
    throw new TRPCError({ code: TRPC_CODE[cause.code], message: cause.code, cause });
  // A procedure brings to the database what its input holds: a NUL, a number beyond its type.
  const known = isRefusedValue(cause) ? "bad_input" : isTooSlow(cause) ? "too_slow" : null;
  if (known) {
    ctx.deps.log.warn(
      { requestId: ctx.requestId, path, err: cause },
      `the database gave a procedure up: ${known}`,
    );
    throw new TRPCError({
      code: TRPC_CODE[known],
      message: known,
      cause: new AppError(known, {}, { cause }),
    });
  }
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    ctx.deps.log.error(
      { requestId: ctx.requestId, path, err: cause ?? result.error },
      "a procedure failed unexpectedly",
    );
  }
  return result;
});

/** Anyone; none uses it as it is, see root.test.ts. */
export const publicProcedure = t.procedure.use(errors);

/**
 * Last before a query: it gets a way to the database that only reads, with a place of its user's. So a query has no
 * effects there; what has, is a mutation.
 */
const reads = t.middleware(({ ctx, next, type }) =>
  type === "query" && ctx.user
    ? readAsUser(ctx.deps, ctx.user.id, (deps) => next({ ctx: { ...ctx, deps } }))
    : next(),
);

const signedIn = publicProcedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new AppError("not_signed_in");
  return next({ ctx: { ...ctx, user: ctx.user } });
});

const enrolled = signedIn.use(async ({ ctx, next, path }) => {
  if (!ctx.user.session?.mustEnrol) return next({ ctx });
  await ctx.guards.noteDenial(ctx.deps, toActor(ctx), path);
  throw new AppError("second_factor_required");
});

/**
 * Whoever is refused here is a user who should know better, or somebody with their session: it is written down.
 * @throws AppError `not_allowed`
 */
export async function requireAdmin(ctx: Context & { user: SessionUser }, path: string): Promise<void> {
  if (ctx.user.role === "admin") return;
  await ctx.guards.noteDenial(ctx.deps, toActor(ctx), path);
  throw new AppError("not_allowed");
}

const admin = enrolled.use(async ({ ctx, next, path }) => {
  await requireAdmin(ctx, path);
  return next({ ctx });
});

/** Any signed-in user, also one who may do nothing yet but set up a second factor: for what that takes, and no more. */
export const accountProcedure = signedIn.use(reads);

/** Any signed-in user. */
export const viewerProcedure = enrolled.use(reads);

export const adminProcedure = admin.use(reads);

/**
 * An admin who has given their password anew, or signed in with the provider anew, in this session within ten minutes:
 * for all that sets a password, makes or widens an admin, locks somebody out, says where notices go, or replaces a
 * secret. root.test.ts lists every mutation as one of these or says why not.
 */
export const steppedUpProcedure = admin.use(async ({ ctx, next }) => {
  await ctx.guards.requireConfirmation(ctx.deps, ctx.user);
  return next({ ctx });
});

/** The same for what one does to one's own sign-in. */
export const steppedUpAccountProcedure = signedIn.use(async ({ ctx, next }) => {
  await ctx.guards.requireConfirmation(ctx.deps, ctx.user);
  return next({ ctx });
});

type Described = {
  appCode: AppErrorCode | "unexpected";
  message: string;
  fieldErrors: Record<string, string[]>;
  retryAfterSeconds: number | null;
};

function describeError(error: TRPCError, locale: Locale, requestId: string): Described {
  const { cause } = error;
  if (cause instanceof AppError) {
    const minutes = Math.max(1, Math.ceil((cause.retryAfterSeconds ?? 0) / 60));
    const message = translate(locale, `error.${cause.code}`, { minutes, ...cause.params });
    return { appCode: cause.code, message, fieldErrors: {}, retryAfterSeconds: cause.retryAfterSeconds };
  }
  if (error.code === "BAD_REQUEST" && cause instanceof z.ZodError) {
    const { fieldErrors } = z.flattenError(cause as z.ZodError<Record<string, unknown>>);
    const codes = Object.fromEntries(
      Object.entries(fieldErrors).map(([field, messages]) => [field, messages ?? []]),
    );
    const first = Object.values(codes)[0]?.[0];
    const key = `input.${first}`;
    return {
      appCode: "bad_input",
      message: translate(locale, isMessageKey(key) ? key : "error.bad_input"),
      fieldErrors: codes,
      retryAfterSeconds: null,
    };
  }
  const known = ERROR_OF_TRPC[error.code];
  if (known)
    return {
      appCode: known,
      message: translate(locale, `error.${known}`),
      fieldErrors: {},
      retryAfterSeconds: null,
    };
  return {
    appCode: "unexpected",
    message: translate(locale, "error.unexpected", { requestId }),
    fieldErrors: {},
    retryAfterSeconds: null,
  };
}

/** What tRPC itself refuses before a procedure runs. */
const ERROR_OF_TRPC: Partial<Record<TRPCError["code"], AppErrorCode>> = {
  BAD_REQUEST: "bad_input",
  PARSE_ERROR: "bad_input",
  NOT_FOUND: "not_found",
  METHOD_NOT_SUPPORTED: "bad_input",
  UNSUPPORTED_MEDIA_TYPE: "bad_input",
};
