import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { settingsHref } from "@/lib/settings-href";
import { FaqBrowser } from "./faq-browser";
import { FaqState } from "./faq-state";
import type { Diagnosis } from "./find-diagnoses";

/** Ids are addresses: other pages link to them, so they stay. */
const groups = [
  { id: "key", items: ["api-key", "which-account", "replace-key", "webhook-secret"] },
  { id: "calls", items: ["missing-call", "matching", "schedule", "again", "archived", "retention"] },
  { id: "data", items: ["stored", "who-sees"] },
  {
    id: "trouble",
    items: ["refused", "old-key", "nothing-imported", "session", "slow", "too-many-tests", "told"],
  },
] as const;

const link = (href: string) =>
  function AnswerLink(chunks: ReactNode) {
    return (
      <Link href={href} className="font-medium text-primary-text underline underline-offset-4">
        {chunks}
      </Link>
    );
  };

const richText = {
  p: (chunks: ReactNode) => <p>{chunks}</p>,
  ol: (chunks: ReactNode) => <ol className="flex list-decimal flex-col gap-1.5 pl-5">{chunks}</ol>,
  ul: (chunks: ReactNode) => <ul className="flex list-disc flex-col gap-1.5 pl-5">{chunks}</ul>,
  li: (chunks: ReactNode) => <li className="pl-1">{chunks}</li>,
  b: (chunks: ReactNode) => <strong className="font-medium text-foreground">{chunks}</strong>,
  connection: link(settingsHref("connection")),
  sync: link(settingsHref("sync")),
  audit: link(settingsHref("audit")),
  realtime: link(settingsHref("connection", "realtime")),
  notifications: link(settingsHref("connection", "notifications")),
  skipped: link("/skipped"),
  reps: link("/reps"),
};

/** The same without its marks, to search in. */
const plainText = Object.fromEntries(
  Object.keys(richText).map((tag) => [tag, (chunks: string) => `${chunks} `]),
);

/** The answers are rendered here, on the server; the browser only searches in them. */
export function FaqList({ diagnoses }: { diagnoses: readonly Diagnosis[] }) {
  const t = useTranslations("faq");
  return (
    <>
      <FaqState diagnoses={diagnoses} />
      <FaqBrowser
        words={{
          title: t("title"),
          contents: t("contents"),
          search: t("search"),
          nothing: t("nothingFound"),
        }}
        groups={groups.map((group) => ({
          id: group.id,
          title: t(`groups.${group.id}`),
          items: group.items.map((item) => ({
            id: item,
            question: t(`items.${item}.question`),
            answer: t.rich(`items.${item}.answer`, richText),
            text: t.markup(`items.${item}.answer`, plainText),
          })),
        }))}
      />
    </>
  );
}
