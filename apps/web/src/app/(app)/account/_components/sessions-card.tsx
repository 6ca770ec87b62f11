"use client";

import { LogOut, MonitorSmartphone } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { toast } from "sonner";
import { QueryError } from "@/components/query-state";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { readAppError } from "@/trpc/app-error";
import { type RouterOutputs, trpc } from "@/trpc/client";

type Sessions = RouterOutputs["users"]["sessions"];
type Session = Sessions["items"][number];

/** Every place where somebody is signed in as this user, each of which can be ended. */
export function SessionsCard({ initialSessions }: { initialSessions: Sessions }) {
  const t = useTranslations("account.sessions");
  const utils = trpc.useUtils();
  const query = trpc.users.sessions.useQuery(undefined, { initialData: initialSessions });
  const after = {
    onSuccess: ({ ended }: { ended: number }) => toast.success(t("ended", { count: ended })),
    onError: (error: unknown) => toast.error(readAppError(error).message ?? t("failed")),
    onSettled: () => utils.users.sessions.invalidate(),
  };
  const endOne = trpc.users.endSession.useMutation(after);
  const endOthers = trpc.users.endOtherSessions.useMutation(after);
  const hasOthers = query.data.items.some((session) => !session.isThis);
  return (
    <Card id="sessions" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("description")}</CardDescription>
      </CardHeader>
      {query.isError && (
        <CardContent>
          <QueryError query={query} />
        </CardContent>
      )}
      <ul aria-label={t("title")} className="mt-4 divide-y border-y">
        {query.data.items.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            pending={endOne.isPending && endOne.variables.id === session.id}
            onEnd={() => endOne.mutate({ id: session.id })}
          />
        ))}
      </ul>
      <CardFooter className="pt-4">
        {hasOthers ? (
          <Button variant="outline" pending={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("endOthers")}
          </Button>
        ) : (
          <p className="text-sm text-muted-foreground">{t("alone")}</p>
        )}
      </CardFooter>
    </Card>
  );
}

type SessionRowProps = { session: Session; pending: boolean; onEnd: () => void };

function SessionRow({ session, pending, onEnd }: SessionRowProps) {
  const t = useTranslations("account.sessions");
  const format = useFormatter();
  const device = session.device ?? t("unknownDevice");
  return (
    <li data-testid="session-row" className="flex flex-wrap items-center gap-3 px-5 py-3 text-sm">
      <MonitorSmartphone aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device}
          {session.isThis && <Badge variant="accent">{t("this")}</Badge>}
        </p>
        <p className="text-muted-foreground">
          {t("signedIn")} {format.dateTime(session.createdAt, "moment")}
          {session.ipAddress && ` · ${session.ipAddress}`}
        </p>
      </div>
      <p className="text-muted-foreground">
        {t("lastSeen")} <RelativeTime date={session.lastSeenAt} />
      </p>
      {!session.isThis && (
        <Button
          variant="outline"
          size="sm"
          pending={pending}
          aria-label={t("end", { device })}
          onClick={onEnd}
        >
          {!pending && <LogOut aria-hidden />}
          {t("endShort")}
        </Button>
      )}
    </li>
  );
}
