"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { MAX_MATCHES, MIN_SEARCH } from "./find-matches";

type TranscriptSearchProps = {
  search: string;
  onSearch: (search: string) => void;
  count: number;
  current: number;
  onMove: (step: 1 | -1) => void;
};

export function TranscriptSearch({ search, onSearch, count, current, onMove }: TranscriptSearchProps) {
  const t = useTranslations("call.transcript");
  const searching = search.trim().length >= MIN_SEARCH;
  return (
    <search className="flex min-w-0 flex-1 items-center justify-end gap-1.5">
      <span role="status" className="px-1 text-xs whitespace-nowrap text-muted-foreground tabular-nums">
        {searching &&
          (count === 0
            ? t("noMatches")
            : t("matches", { current: current + 1, count: count === MAX_MATCHES ? `${count}+` : count }))}
      </span>
      <Input
        type="search"
        aria-label={t("search")}
        placeholder={t("search")}
        maxLength={200}
        value={search}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onMove(event.shiftKey ? -1 : 1);
        }}
        className="h-8 max-w-52"
      />
      {searching && count > 1 && (
        <>
          <Button variant="ghost" size="icon-sm" aria-label={t("previous")} onClick={() => onMove(-1)}>
            <ChevronUp aria-hidden />
          </Button>
          <Button variant="ghost" size="icon-sm" aria-label={t("next")} onClick={() => onMove(1)}>
            <ChevronDown aria-hidden />
          </Button>
        </>
      )}
    </search>
  );
}
