import { CircleCheck, CircleX, type LucideIcon, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { cn } from "@/lib/cn";
import type { FathomSettings } from "./connection-form-schema";

type Look = { icon: LucideIcon; card: string; title: string };

const looks: Record<"connected" | "error" | "idle", Look> = {
  connected: {
    icon: CircleCheck,
    card: "border-success-border bg-success-soft",
    title: "text-success-text",
  },
  error: { icon: CircleX, card: "border-danger-border bg-danger-soft", title: "text-danger-text" },
  idle: { icon: TriangleAlert, card: "border-border bg-muted", title: "text-foreground" },
};

/** A stored key that nobody tested is something else than no key at all, though the server has one word for both. */
function readState(settings: FathomSettings) {
  if (settings.settingsKeyProblem) return "error";
  if (settings.connectionStatus !== "not_configured") return settings.connectionStatus;
  return settings.hasApiKey ? "untested" : "not_configured";
}

export function ConnectionStatusCard({ settings }: { settings: FathomSettings }) {
  const t = useTranslations("connection");
  const state = readState(settings);
  const look = looks[state === "connected" || state === "error" ? state : "idle"];
  const { lastTested } = settings;
  const Icon = look.icon;

  const explanation = {
    connected: t("status.connectedExplained"),
    error: settings.lastError ?? t("status.failedExplained"),
    not_configured: t("status.notConfiguredExplained"),
    untested: t("status.untestedExplained"),
  }[state];

  return (
    <section
      aria-label={t(`status.${state}`)}
      data-testid="connection-status"
      data-status={settings.connectionStatus}
      className={cn("flex gap-3.5 rounded-xl border p-5", look.card)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", look.title)} />
      <div className="flex min-w-0 flex-col gap-1" aria-live="polite">
        <div className="flex flex-wrap items-baseline gap-x-2.5">
          <h2 className={cn("font-semibold tracking-tight", look.title)}>{t(`status.${state}`)}</h2>
          {lastTested && (
            <p className="text-sm text-foreground/80">
              {t.rich("status.tested", { time: () => <RelativeTime key="tested" date={lastTested} /> })}
            </p>
          )}
        </div>
        <p className="text-sm text-pretty">{settings.settingsKeyProblem ?? explanation}</p>
        {settings.settingsKeyProblem && (
          <p className="text-sm text-pretty">{t("status.settingsKeyAdvice")}</p>
        )}
        <ConnectionSource settings={settings} />
      </div>
    </section>
  );
}

function ConnectionSource({ settings }: { settings: FathomSettings }) {
  const t = useTranslations("connection.source");
  const { source, updatedAt, updatedBy } = settings;
  if (source === null) return null;
  return (
    <p className="text-xs text-foreground/75">
      {source === "database" && updatedAt && updatedBy
        ? t.rich("databaseBy", {
            name: updatedBy,
            time: () => <RelativeTime key="updated" date={updatedAt} />,
          })
        : t(source)}
    </p>
  );
}
