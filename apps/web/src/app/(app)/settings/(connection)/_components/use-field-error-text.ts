import { useTranslations } from "next-intl";

const fieldErrorCodes = [
  "api_key_too_short",
  "api_key_too_long",
  "api_key_characters",
  "webhook_secret_shape",
] as const;

/** The sentence for an error code of the API's schemas, whether the browser or the server found it. */
export function useFieldErrorText() {
  const t = useTranslations("connection.errors");
  return (code: string) => t(fieldErrorCodes.find((known) => known === code) ?? "invalid");
}
