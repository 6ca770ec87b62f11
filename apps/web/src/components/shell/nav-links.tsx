"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { isCurrentPage, navItems } from "@/components/shell/nav-items";
import { SkippedCount } from "@/components/shell/skipped-count";
import { cn } from "@/lib/cn";

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
