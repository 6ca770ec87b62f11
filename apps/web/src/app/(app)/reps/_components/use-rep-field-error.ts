import { useTranslations } from "next-intl";
import { repFieldErrors } from "./rep-form-schema";

/** The sentence for an error code, whether the browser or the server found it. */
export function useRepFieldError() {
  const t = useTranslations("reps.form.errors");
  return (code: string) => t(repFieldErrors.find((known) => known === code) ?? "invalid");
}
