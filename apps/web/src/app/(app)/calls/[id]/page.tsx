import { ExternalLink as ExternalLinkIcon } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/server/require-user";
import type { CallDetail } from "./_components/call-detail";
import { ContentMissing } from "./_components/content-missing";
import { CallActionItems } from "./_components/call-action-items";
import { CallInvitees } from "./_components/call-invitees";
import { findFathomUrl } from "./_components/call-links";
import { CallMeta } from "./_components/call-meta";
import { CallQuestion } from "./_components/call-question";
import { CallStory } from "./_components/call-story";
import { CallSummary } from "./_components/call-summary";
import { CallTranscript } from "./_components/call-transcript";
import { loadCall } from "./load-call";

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
