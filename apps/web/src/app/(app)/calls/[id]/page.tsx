import { TRPCError } from "@trpc/server";
import { ExternalLink as ExternalLinkIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { InternalBadge } from "@/components/calls/internal-badge";
import { useCallWords } from "@/components/calls/use-call-words";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { getCaller } from "@/server/caller";
import { requireUser } from "@/server/require-user";
import { CallActionItems } from "./_components/call-action-items";
import type { CallDetail } from "./_components/call-detail";
import { CallInvitees } from "./_components/call-invitees";
import { findFathomUrl } from "./_components/call-links";
import { CallQuestion } from "./_components/call-question";
import { CallStory } from "./_components/call-story";
import { CallSummary } from "./_components/call-summary";
import { CallTranscript } from "./_components/call-transcript";
import { ContentMissing } from "./_components/content-missing";

const MAX_SEARCH = 200;

type CallPageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Pick<CallPageProps, "params">): Promise<Metadata> {
  const call = await loadCall((await params).id);
  if (call) return { title: call.title };
  const t = await getTranslations("call.notFound");
  return { title: t("title") };
}

export default async function CallPage({ params, searchParams }: CallPageProps) {
  const user = await requireUser();
  const { q } = await searchParams;
  const call = await loadCall((await params).id);
  if (!call) notFound();
  const fathomUrl = findFathomUrl(call);
  return (
    <>
      <PageHeader
        title={<span dir="auto">{call.title}</span>}
        description={<CallMeta call={call} />}
        action={fathomUrl && <OpenInFathom url={fathomUrl} />}
      />
      {call.question && (
        <CallQuestion
          id={call.id}
          salesRep={call.salesRep}
          question={call.question}
          isAdmin={user.role === "admin"}
        />
      )}
      {/* One column on a phone, in reading order; beside each other the transcript stays in sight. */}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] lg:grid-rows-[auto_1fr]">
        <div className="flex min-w-0 flex-col gap-6">
          <CallSummary call={call} />
          <CallActionItems call={call} />
        </div>
        <div className="min-w-0 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <CallTranscript
            lines={call.transcript ?? []}
            fathomUrl={fathomUrl}
            missing={<TranscriptMissing call={call} />}
            initialSearch={typeof q === "string" ? q.slice(0, MAX_SEARCH).trim() : ""}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <CallInvitees invitees={call.invitees} pruned={call.contentPrunedAt !== null} />
          <CallStory call={call} isAdmin={user.role === "admin"} />
        </div>
      </div>
    </>
  );
}

function TranscriptMissing({ call }: { call: CallDetail }) {
  return <ContentMissing call={call} text={useTranslations("call.transcript")("none")} />;
}

function OpenInFathom({ url }: { url: string }) {
  const t = useTranslations("call");
  return (
    <Button asChild variant="outline">
      <a href={url} target="_blank" rel="noopener noreferrer">
        <ExternalLinkIcon aria-hidden />
        {t("openInFathom")}
      </a>
    </Button>
  );
}

function CallMeta({ call }: { call: CallDetail }) {
  const t = useTranslations("call");
  const format = useFormatter();
  const words = useCallWords();
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Link
        href={`/reps/${call.salesRep.id}`}
        className="rounded-sm font-medium text-foreground underline underline-offset-4 outline-none hover:decoration-2 focus-visible:ring-2 focus-visible:ring-ring"
      >
        {call.salesRep.name}
      </Link>
      <span aria-hidden>·</span>
      <time dateTime={call.startedAt.toISOString()}>{format.dateTime(call.startedAt, "exact")}</time>
      {(call.durationSeconds !== null || call.durationFault) && (
        <>
          <span aria-hidden>·</span>
          <span>{words.duration(call)}</span>
        </>
      )}
      {call.isExternal === true && (
        <>
          <span aria-hidden>·</span>
          <span>{t("external")}</span>
        </>
      )}
      <InternalBadge isExternal={call.isExternal} />
    </span>
  );
}

/** Once for a request, however many parts of the page ask. @returns null when there is no such call. */
const loadCall = cache(async (id: string) => {
  const caller = await getCaller();
  try {
    return await caller.calls.byId({ id });
  } catch (error) {
    // An address that holds no id at all is a call that does not exist, too.
    if (error instanceof TRPCError && ["NOT_FOUND", "BAD_REQUEST"].includes(error.code)) return null;
    throw error;
  }
});
