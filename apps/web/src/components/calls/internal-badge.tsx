import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

/** Sales calls are with somebody from outside: only the exceptions are worth a word. */
export function InternalBadge({ isExternal }: { isExternal: boolean | null }) {
  const t = useTranslations("calls");
  if (isExternal) return null;
  return <Badge variant="outline">{isExternal === null ? t("unknownKind") : t("internal")}</Badge>;
}
