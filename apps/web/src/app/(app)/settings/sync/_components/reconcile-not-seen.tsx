"use client";

import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { QueryError } from "@/components/query-state";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { trpc } from "@/trpc/client";

/** Which recordings Fathom shows no more; they are kept here. */
export function ReconcileNotSeen() {
  const t = useTranslations("sync.reconcile");
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-col items-start gap-3">
      <Button
        variant="link"
        size="link"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {t("showNotSeen")}
        <ChevronDown aria-hidden className={cn("transition-transform duration-100", open && "rotate-180")} />
      </Button>
      {open && (
        <div id={id} className="w-full max-w-2xl">
          <NotSeenList />
        </div>
      )}
    </div>
  );
}

function NotSeenList() {
  const t = useTranslations("sync.reconcile");
  const format = useFormatter();
  const query = trpc.reconcile.notSeen.useQuery();
  if (query.isError) {
    return <QueryError query={query} />;
  }
  if (!query.data) return <Skeleton className="h-24" />;
  return (
    <ul aria-label={t("notSeenLabel")} className="divide-y rounded-lg border">
      {query.data.items.map(({ recordingId, callId, title, recorderName, recordedAt }) => (
        <li key={recordingId} className="flex flex-wrap gap-x-3 px-3.5 py-2">
          {recordedAt && <span className="tabular-nums">{format.dateTime(recordedAt, "moment")}</span>}
          {callId && (
            <Link href={`/calls/${callId}`} className="text-primary-text underline underline-offset-4">
              {title}
            </Link>
          )}
          {recorderName && <span className="text-muted-foreground">{recorderName}</span>}
        </li>
      ))}
    </ul>
  );
}
