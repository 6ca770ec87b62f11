import { Ban, LayoutDashboard, type LucideIcon, Phone, Settings, Users } from "lucide-react";

type NavItem = {
  href: string;
  label: "overview" | "calls" | "reps" | "skipped" | "settings";
  icon: LucideIcon;
  adminOnly: boolean;
};

export const navItems: readonly NavItem[] = [
  { href: "/", label: "overview", icon: LayoutDashboard, adminOnly: false },
  { href: "/calls", label: "calls", icon: Phone, adminOnly: false },
  { href: "/reps", label: "reps", icon: Users, adminOnly: false },
  { href: "/skipped", label: "skipped", icon: Ban, adminOnly: true },
  { href: "/settings", label: "settings", icon: Settings, adminOnly: true },
];

export function isCurrentPage(href: string, pathname: string) {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
