import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

/** Sales calls are with somebody from outside: only the exception is worth a word. */
export function InternalBadge({ isExternal }: { isExternal: boolean | null }) {
  const t = useTranslations("calls");
  return isExternal === false ? <Badge variant="outline">{t("internal")}</Badge> : null;
}
