"use client";

import { Ban, LayoutDashboard, type LucideIcon, Phone, Settings, Users } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { cn } from "@/lib/cn";
import { trpc } from "@/trpc/client";

type NavLinksProps = { isAdmin: boolean; onNavigate?: () => void };

export function NavLinks({ isAdmin, onNavigate }: NavLinksProps) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  return (
    <nav aria-label={t("navigation")}>
      <ul className="flex flex-col gap-0.5">
        {navItems
          .filter((item) => isAdmin || !item.adminOnly)
          .map(({ href, label, icon: Icon }) => {
            const current = isCurrentPage(href, pathname);
            return (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={current ? "page" : undefined}
                  onClick={onNavigate}
                  className={cn(
                    "flex h-9 items-center gap-2.5 rounded-md px-2.5 text-sm text-muted-foreground transition-colors duration-100 outline-none hover:bg-accent hover:text-foreground focus-visible:ring-2 focus-visible:ring-ring max-lg:h-11 max-lg:text-base",
                    current && "bg-accent font-medium text-foreground",
                  )}
                >
                  <Icon aria-hidden className={cn("size-4 shrink-0", current && "text-primary-text")} />
                  {t(label)}
                  {label === "skipped" && <SkippedCount />}
                </Link>
              </li>
            );
          })}
      </ul>
    </nav>
  );
}

type NavItem = {
  href: string;
  label: "overview" | "calls" | "reps" | "skipped" | "settings";
  icon: LucideIcon;
  adminOnly: boolean;
};

const navItems: readonly NavItem[] = [
  { href: "/", label: "overview", icon: LayoutDashboard, adminOnly: false },
  { href: "/calls", label: "calls", icon: Phone, adminOnly: false },
  { href: "/reps", label: "reps", icon: Users, adminOnly: false },
  { href: "/skipped", label: "skipped", icon: Ban, adminOnly: true },
  { href: "/settings", label: "settings", icon: Settings, adminOnly: true },
];

function isCurrentPage(href: string, pathname: string) {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}

/** How many recordings did not become a call. Says nothing while that is unknown or zero. */
function SkippedCount() {
  const format = useFormatter();
  const { data } = trpc.overview.get.useQuery(undefined, { staleTime: 60_000 });
  const skipped = data?.ledger.skipped ?? 0;
  if (skipped === 0) return null;
  return (
    <span className="ml-auto rounded-md bg-muted px-1.5 py-0.5 text-xs text-muted-foreground tabular-nums">
      {format.number(skipped)}
    </span>
  );
}
