import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { settingsHref } from "@/lib/settings-href";

/** Ids are addresses: other pages link to them, so they stay. */
const groups = [
  { id: "key", items: ["api-key", "which-account", "replace-key", "webhook-secret"] },
  { id: "calls", items: ["missing-call", "matching", "schedule", "again", "archived"] },
  { id: "data", items: ["stored", "who-sees"] },
  { id: "trouble", items: ["refused", "slow", "too-many-tests"] },
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
  skipped: link("/skipped"),
  reps: link("/reps"),
};

export function FaqList() {
  const t = useTranslations("faq");
  return (
    <div className="grid gap-10 lg:grid-cols-[14rem_minmax(0,1fr)]">
      <nav aria-label={t("contents")} className="hidden lg:block">
        <ul className="sticky top-8 flex flex-col gap-5 text-sm">
          {groups.map((group) => (
            <li key={group.id}>
              <p className="mb-1.5 font-medium">{t(`groups.${group.id}`)}</p>
              <ul className="flex flex-col gap-1.5">
                {group.items.map((item) => (
                  <li key={item}>
                    <a
                      href={`#${item}`}
                      className="rounded-sm text-muted-foreground outline-none hover:text-foreground focus-visible:ring-2 focus-visible:ring-ring"
                    >
                      {t(`items.${item}.question`)}
                    </a>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex max-w-2xl flex-col gap-10">
        <h2 className="sr-only">{t("title")}</h2>
        {groups.map((group) => (
          <section key={group.id} aria-labelledby={`faq-${group.id}`}>
            <h3 id={`faq-${group.id}`} className="mb-3 text-xs font-medium text-muted-foreground">
              {t(`groups.${group.id}`)}
            </h3>
            <div className="divide-y rounded-xl border bg-card">
              {group.items.map((item) => (
                <article
                  key={item}
                  id={item}
                  className="scroll-mt-20 p-5 first:rounded-t-xl last:rounded-b-xl target:bg-primary-soft/60 lg:scroll-mt-8"
                >
                  <h4 className="mb-2 font-medium">{t(`items.${item}.question`)}</h4>
                  <div className="flex flex-col gap-2 text-sm leading-6 text-pretty text-muted-foreground">
                    {t.rich(`items.${item}.answer`, richText)}
                  </div>
                </article>
              ))}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}
