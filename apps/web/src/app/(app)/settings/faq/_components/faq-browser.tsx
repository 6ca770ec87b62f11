"use client";

import { normalizeText } from "@koppeling/fathom/normalize-text";
import { Search } from "lucide-react";
import { type ReactNode, useDeferredValue, useId, useState } from "react";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";

type FaqGroup = {
  id: string;
  title: string;
  items: { id: string; question: string; answer: ReactNode; text: string }[];
};

/** The words come from the server with the answers: the browser holds none of the FAQ's catalogue. */
type FaqBrowserProps = {
  groups: readonly FaqGroup[];
  words: { title: string; contents: string; search: string; nothing: string };
};

export function FaqBrowser({ groups, words }: FaqBrowserProps) {
  const id = useId();
  const [search, setSearch] = useState("");
  const wanted = foldText(useDeferredValue(search)).split(" ").filter(Boolean);
  const shown = groups
    .map((group) => ({
      ...group,
      items: group.items.filter((item) => {
        const text = foldText(`${item.question} ${item.text}`);
        return wanted.every((word) => text.includes(word));
      }),
    }))
    .filter((group) => group.items.length > 0);
  return (
    <>
      <div className="mb-8 max-w-md">
        <Label htmlFor={id} className="sr-only">
          {words.search}
        </Label>
        <div className="relative">
          <Search
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted-foreground"
          />
          <Input
            id={id}
            type="search"
            className="pl-9"
            placeholder={words.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      </div>
      <p role="status" className="text-sm text-muted-foreground empty:hidden">
        {shown.length === 0 && words.nothing}
      </p>
      <div className="grid gap-10 lg:grid-cols-[14rem_minmax(0,1fr)]">
        <nav aria-label={words.contents} className="hidden lg:block">
          <ul className="sticky top-8 flex flex-col gap-5 text-sm">
            {shown.map((group) => (
              <li key={group.id}>
                <p className="mb-1.5 font-medium">{group.title}</p>
                <ul className="flex flex-col gap-1.5">
                  {group.items.map((item) => (
                    <li key={item.id}>
                      <a
                        href={`#${item.id}`}
                        className="rounded-sm text-muted-foreground outline-none hover:text-foreground focus-visible:ring-2 focus-visible:ring-ring"
                      >
                        {item.question}
                      </a>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </nav>
        <div className="flex max-w-2xl flex-col gap-10">
          <h2 className="sr-only">{words.title}</h2>
          {shown.map((group) => (
            <section key={group.id} aria-labelledby={`faq-${group.id}`}>
              <h3 id={`faq-${group.id}`} className="mb-3 text-xs font-medium text-muted-foreground">
                {group.title}
              </h3>
              <div className="divide-y rounded-xl border bg-card">
                {group.items.map((item) => (
                  <article
                    key={item.id}
                    id={item.id}
                    className="scroll-mt-20 p-5 first:rounded-t-xl last:rounded-b-xl target:bg-primary-soft/60 lg:scroll-mt-8"
                  >
                    <h4 className="mb-2 font-medium">{item.question}</h4>
                    <div className="flex flex-col gap-2 text-sm leading-6 text-pretty text-muted-foreground">
                      {item.answer}
                    </div>
                  </article>
                ))}
              </div>
            </section>
          ))}
        </div>
      </div>
    </>
  );
}

/** As somebody searches: without case, accents and what stands between words. Pure. */
const foldText = (text: string): string =>
  normalizeText(text, "NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
