"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Input } from "@/components/ui/input";

const DEBOUNCE_MS = 300;

type CallSearchFieldProps = { search: string; onSearch: (search: string) => void };

export function CallSearchField({ search, onSearch }: CallSearchFieldProps) {
  const t = useTranslations("calls.filters");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [typed, setTyped] = useState({ text: search, since: search });
  useEffect(() => () => clearTimeout(timer.current), []);

  // What is typed counts until the address, which follows it, says something else: after going back, or clearing.
  const hasCaughtUp = search === typed.text.trim();
  if (hasCaughtUp && typed.since !== search) setTyped({ ...typed, since: search });
  const text = hasCaughtUp || search === typed.since ? typed.text : search;

  function change(next: string) {
    setTyped({ text: next, since: search });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(next.trim()), DEBOUNCE_MS);
  }

  return (
    <div className="relative">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted-foreground"
      />
      <Input
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        value={text}
        maxLength={200}
        onChange={(event) => change(event.target.value)}
        className="pl-9"
      />
    </div>
  );
}
