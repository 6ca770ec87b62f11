import { Archive, CircleCheck } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { Rep } from "./rep";

export function RepStatusBadge({ rep }: { rep: Pick<Rep, "archivedAt"> }) {
  const t = useTranslations("reps.status");
  const format = useFormatter();
  if (rep.archivedAt === null) {
    return (
      <Badge variant="success">
        <CircleCheck aria-hidden />
        {t("active")}
      </Badge>
    );
  }
  return (
    <Badge variant="neutral" title={format.dateTime(rep.archivedAt, "exact")}>
      <Archive aria-hidden />
      {t("archived")}
    </Badge>
  );
}
