import { useFormatter, useTranslations } from "next-intl";
import { settingsHref } from "@/lib/settings-href";
import type { AttentionItem } from "./find-attention";

type Described = { key: string; title: string; description: string | null; href: string; action: string };

/** What each matter is called, what to do about it, and where. */
export function useAttentionWords() {
  const t = useTranslations("overview.attention");
  const format = useFormatter();
  return (item: AttentionItem): Described => {
    switch (item.kind) {
      case "no_key":
        return {
          key: item.kind,
          title: t("noKey.title"),
          description: t("noKey.description"),
          href: settingsHref("connection"),
          action: t("noKey.action"),
        };
      case "key_refused":
        return {
          key: item.kind,
          title: t("keyRefused.title"),
          description: item.explanation,
          href: settingsHref("connection"),
          action: t("keyRefused.action"),
        };
      case "no_reps":
        return {
          key: item.kind,
          title: t("noReps.title"),
          description: t("noReps.description"),
          href: "/reps",
          action: t("noReps.action"),
        };
      case "run_failed":
        return {
          key: item.kind,
          title: t("runFailed.title"),
          description: item.run.message,
          href: settingsHref("sync"),
          action: t("runFailed.action"),
        };
      case "skipped": {
        const { recorderEmail, recorderName, count } = item.group;
        const who = recorderName ?? recorderEmail ?? t("skipped.unknown");
        return {
          key: `${item.reason} ${recorderEmail ?? ""}`,
          title: t(`skipped.${item.reason}.title`, { count, who }),
          description: t(`skipped.${item.reason}.description`, {
            email: recorderEmail ?? t("skipped.unknownEmail"),
          }),
          href: "/skipped",
          action: t("skipped.action"),
        };
      }
      case "questions":
        return {
          key: item.kind,
          title: t("questions.title", { count: item.count }),
          description: t("questions.description"),
          href: "/skipped",
          action: t("questions.action"),
        };
      case "parked_webhooks":
        return {
          key: item.kind,
          title: t("parkedWebhooks.title", { count: item.count }),
          description: t("parkedWebhooks.description"),
          href: settingsHref("connection"),
          action: t("parkedWebhooks.action"),
        };
      case "missing":
        return {
          key: item.kind,
          title: t("missing.title", { count: item.count }),
          description: t("missing.description", { days: item.days }),
          href: settingsHref("sync"),
          action: t("missing.action"),
        };
      case "not_seen":
        return {
          key: item.kind,
          title: t("notSeen.title", { count: item.count }),
          description: t("notSeen.description"),
          href: settingsHref("sync"),
          action: t("notSeen.action"),
        };
      case "unseen_reps": {
        const [first] = item.reps;
        const isOne = item.reps.length === 1;
        return {
          key: item.kind,
          title: t("unseenReps.title", { names: format.list(item.reps.map(({ name }) => name)) }),
          description: (isOne ? first?.message : null) ?? t("unseenReps.description"),
          href: isOne && first ? `/reps/${first.salesRepId}` : "/reps",
          action: t("unseenReps.action"),
        };
      }
      case "content_awaited":
        return {
          key: item.kind,
          title: t("contentAwaited.title", { count: item.count }),
          description: t("contentAwaited.description"),
          href: "/calls?awaited=1",
          action: t("contentAwaited.action"),
        };
    }
  };
}
