import {
  CircleCheck,
  CircleStop,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";
import { useTranslations } from "next-intl";
import type { SyncRun } from "@/components/sync/sync-run";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/cn";

type Look = { icon: LucideIcon; variant: "neutral" | "accent" | "success" | "warning" | "danger" };

const looks: Record<SyncRun["status"], Look> = {
  queued: { icon: Clock, variant: "neutral" },
  running: { icon: LoaderCircle, variant: "accent" },
  succeeded: { icon: CircleCheck, variant: "success" },
  partial: { icon: TriangleAlert, variant: "warning" },
  failed: { icon: CircleX, variant: "danger" },
  cancelled: { icon: CircleStop, variant: "neutral" },
};

export function SyncStatusBadge({ status }: { status: SyncRun["status"] }) {
  const t = useTranslations("sync.status");
  const { icon: Icon, variant } = looks[status];
  return (
    <Badge variant={variant}>
      <Icon aria-hidden className={cn(status === "running" && "animate-spin")} />
      {t(status)}
    </Badge>
  );
}
