import { FlaskConical } from "lucide-react";
import { useTranslations } from "next-intl";

export function SandboxNote() {
  const t = useTranslations("overview");
  return (
    <p data-testid="sandbox-note" className="flex gap-3 rounded-lg border bg-muted px-4 py-3 text-sm">
      <FlaskConical aria-hidden className="mt-0.5 size-4 shrink-0 text-primary-text" />
      {t("sandbox")}
    </p>
  );
}
