import { useTranslations } from "next-intl";

/** The audit log keeps codes, which outlive any wording. A code without a wording is shown as it is. */
export function useAuditWords() {
  const t = useTranslations("audit");
  type Key = Parameters<typeof t>[0];
  const word = (key: string, code: string) => (t.has(key as Key) ? t(key as Key) : code);
  return {
    action: (code: string) => word(`actions.${code}`, code),
    subject: (code: string | null) => (code === null ? "–" : word(`subjects.${code}`, code)),
  };
}
