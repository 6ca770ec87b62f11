import { TRPCClientError } from "@trpc/client";

export type ReadAppError = {
  /** A sentence in the user's language, or null when there was no answer from the server. */
  message: string | null;
  appCode: string | null;
  httpStatus: number | null;
  requestId: string | null;
  retryAfterSeconds: number | null;
  fieldErrors: Record<string, string[]>;
};

/** Converts what a query or mutation threw to the shape that screens use. */
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

// Checked by hand, because a validation library would be larger than the rest of a page's JavaScript.
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
