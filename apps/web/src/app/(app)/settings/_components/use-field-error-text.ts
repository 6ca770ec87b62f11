import { useTranslations } from "next-intl";
import { fieldErrorCodes } from "./connection-form-schema";

/** The sentence for an error code of the API's schemas, whether the browser or the server found it. */
export function useFieldErrorText() {
  const t = useTranslations("connection.errors");
  return (code: string) => t(fieldErrorCodes.find((known) => known === code) ?? "invalid");
}
