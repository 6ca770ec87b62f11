import Link from "next/link";
import { useTranslations } from "next-intl";

export function AppMark() {
  const t = useTranslations("common");
  return (
    <Link
      href="/"
      className="flex items-center gap-2.5 rounded-md px-2.5 py-1 outline-none focus-visible:ring-2 focus-visible:ring-ring"
    >
      <AppIcon />
      <span className="font-semibold tracking-tight">{t("appName")}</span>
    </Link>
  );
}

export function AppIcon() {
  return (
    <svg aria-hidden viewBox="0 0 20 20" className="size-5 text-primary">
      <path fill="currentColor" d="M10 0 20 10 10 20 0 10Z" opacity="0.28" />
      <path fill="currentColor" d="M10 4.5 15.5 10 10 15.5 4.5 10Z" />
    </svg>
  );
}
