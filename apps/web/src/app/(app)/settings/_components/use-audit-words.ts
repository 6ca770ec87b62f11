import { useTranslations } from "next-intl";

const actions = [
  "sign_in.success",
  "sign_in.failed",
  "settings.update",
  "settings.clear",
  "settings.reveal",
  "settings.reveal_denied",
  "settings.test",
  "sync.run",
  "sync.cancel",
  "sync.replay",
  "sales_rep.create",
  "sales_rep.update",
  "sales_rep.archive",
  "sales_rep.restore",
  "user.create",
  "user.disable",
] as const;

const subjects = ["fathom_api_key", "fathom_webhook_secret", "fathom_team_filter"] as const;

/** The audit log keeps codes, which outlive any wording. A code without a wording is shown as it is. */
export function useAuditWords() {
  const t = useTranslations("audit");
  return {
    action(code: string) {
      const known = actions.find((action) => action === code);
      return known ? t(`actions.${known}`) : code;
    },
    subject(code: string | null) {
      const known = subjects.find((subject) => subject === code);
      return known ? t(`subjects.${known}`) : (code ?? "–");
    },
  };
}
