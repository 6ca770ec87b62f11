import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { Invitee } from "./call-detail";

/** A webinar may have thousands. */
const MAX_SHOWN = 200;

type CallInviteesProps = {
  invitees: readonly Invitee[];
  /** They were removed, as the retention says. */
  pruned: boolean;
};

export function CallInvitees({ invitees, pruned }: CallInviteesProps) {
  const t = useTranslations("call.invitees");
  return (
    <Card aria-labelledby="call-invitees-title">
      <CardHeader>
        <CardTitle id="call-invitees-title">{t("title")}</CardTitle>
      </CardHeader>
      <CardContent>
        {invitees.length === 0 ? (
          <p className="text-sm text-muted-foreground">{t(pruned ? "pruned" : "none")}</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {invitees.slice(0, MAX_SHOWN).map(({ name, email, isExternal }, index) => (
              <li key={index} className="flex items-center justify-between gap-3 text-sm">
                <span className="flex min-w-0 flex-col">
                  <span className="truncate">{name ?? email ?? t("unknown")}</span>
                  {name && email && <span className="truncate text-xs text-muted-foreground">{email}</span>}
                </span>
                {isExternal !== null && (
                  <Badge variant={isExternal ? "accent" : "outline"}>
                    {isExternal ? t("external") : t("internal")}
                  </Badge>
                )}
              </li>
            ))}
          </ul>
        )}
        {invitees.length > MAX_SHOWN && (
          <p className="mt-3 text-sm text-muted-foreground">
            {t("more", { count: invitees.length - MAX_SHOWN })}
          </p>
        )}
      </CardContent>
    </Card>
  );
}
