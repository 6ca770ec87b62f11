import { TRPCClientError } from "@trpc/client";

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
  const data: unknown = error instanceof TRPCClientError ? error.data : null;
  const fields = isRecord(data) ? data : {};
  return {
    message: error instanceof TRPCClientError && isRecord(data) ? error.message : null,
    appCode: asText(fields.appCode),
    httpStatus: asNumber(fields.httpStatus),
    requestId: asText(fields.requestId),
    retryAfterSeconds: asNumber(fields.retryAfterSeconds),
    fieldErrors: asFieldErrors(fields.fieldErrors),
  };
}

// By hand: a library that checks shapes would weigh more than everything else on a page.
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const asText = (value: unknown) => (typeof value === "string" ? value : null);
const asNumber = (value: unknown) => (typeof value === "number" ? value : null);

function asFieldErrors(value: unknown): Record<string, string[]> {
  if (!isRecord(value)) return {};
  const fields = Object.entries(value).map(([field, codes]): [string, string[]] => [
    field,
    Array.isArray(codes) ? codes.filter((code) => typeof code === "string") : [],
  ]);
  return Object.fromEntries(fields.filter(([, codes]) => codes.length > 0));
}
