"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { QueryError } from "@/components/query-state";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { lazyDialog } from "@/lib/lazy-dialog";
import { type RouterOutputs, trpc } from "@/trpc/client";
import { SecondFactorPolicyCard } from "./second-factor-policy-card";
import { UserRow } from "./user-row";
import { useUserActions } from "./use-user-actions";

const UserDialogs = lazyDialog(() => import("./user-dialogs").then((file) => file.UserDialogs));

type UserList = RouterOutputs["users"]["list"];

type UsersTabProps = {
  initialUsers: UserList;
  initialPolicy: RouterOutputs["users"]["secondFactor"]["policy"];
};

/** Who may sign in, and as what. There is no mail server: the admin passes the one-time link on. */
export function UsersTab({ initialUsers, initialPolicy }: UsersTabProps) {
  const t = useTranslations("users");
  const query = trpc.users.list.useQuery(undefined, { initialData: initialUsers });
  const [inviting, setInviting] = useState(false);
  const actions = useUserActions();
  return (
    <div className="flex max-w-4xl flex-col gap-5">
      <Card>
        <CardHeader className="flex-row flex-wrap items-start justify-between gap-3">
          <div className="flex flex-col gap-1.5">
            <CardTitle>{t("title")}</CardTitle>
            <CardDescription>{t("description")}</CardDescription>
          </div>
          <Button onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            {t("invite.action")}
          </Button>
        </CardHeader>
        {query.isError && (
          <CardContent>
            <QueryError query={query} />
          </CardContent>
        )}
        <ul aria-label={t("title")} className="mt-4 divide-y border-t">
          {query.data.items.map((user) => (
            <UserRow key={user.id} user={user} actions={actions} />
          ))}
        </ul>
      </Card>
      <SecondFactorPolicyCard initialPolicy={initialPolicy} />
      <UserDialogs
        open={inviting || actions.link !== null}
        link={actions.link}
        onInvited={actions.showLink}
        onClose={() => {
          setInviting(false);
          actions.showLink(null);
        }}
      />
    </div>
  );
}
