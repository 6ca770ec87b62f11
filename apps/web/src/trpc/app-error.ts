import { TRPCClientError } from "@trpc/client";
import { z } from "zod";

const dataSchema = z.object({
  appCode: z.string().nullish(),
  httpStatus: z.number().nullish(),
  requestId: z.string().nullish(),
  retryAfterSeconds: z.number().nullish(),
  fieldErrors: z.record(z.string(), z.array(z.string()).optional()).nullish(),
});

export type ReadAppError = {
  /** A sentence in the user's language, or null when the server never got to say anything. */
  message: string | null;
  appCode: string | null;
  httpStatus: number | null;
  requestId: string | null;
  retryAfterSeconds: number | null;
  fieldErrors: Record<string, string[]>;
};

/** Whatever a query or mutation threw, in the one shape that screens use. */
export function readAppError(error: unknown): ReadAppError {
  const parsed = error instanceof TRPCClientError ? dataSchema.safeParse(error.data) : null;
  const data = parsed?.success ? parsed.data : null;
  const fieldErrors = Object.entries(data?.fieldErrors ?? {}).flatMap(([field, codes]) =>
    codes && codes.length > 0 ? [[field, codes] as const] : [],
  );
  return {
    message: data && error instanceof TRPCClientError ? error.message : null,
    appCode: data?.appCode ?? null,
    httpStatus: data?.httpStatus ?? null,
    requestId: data?.requestId ?? null,
    retryAfterSeconds: data?.retryAfterSeconds ?? null,
    fieldErrors: Object.fromEntries(fieldErrors),
  };
}
