import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Rep } from "./rep";

export function RepName({ rep }: { rep: Rep }) {
  const t = useTranslations("reps");
  const addresses = [rep.email, ...rep.aliases];
  return (
    <div className="flex min-w-0 flex-col">
      <Link
        href={`/reps/${rep.id}`}
        className="w-fit max-w-full truncate rounded-sm font-medium underline-offset-4 outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring"
      >
        {rep.name}
      </Link>
      <span className="truncate text-muted-foreground" title={addresses.join(", ")}>
        {rep.aliases.length > 0
          ? t("emailAndMore", { email: rep.email, count: rep.aliases.length })
          : rep.email}
      </span>
    </div>
  );
}
