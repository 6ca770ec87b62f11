import { Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";

export function ThemeButton(props: ComponentProps<typeof Button>) {
  const t = useTranslations("shell");
  return (
    <Button variant="outline" size="icon" className="size-8.5" aria-label={t("theme")} {...props}>
      {/* Both are in the page: which one shows is the class's affair, so that server and browser agree. */}
      <Sun aria-hidden className="dark:hidden" />
      <Moon aria-hidden className="hidden dark:block" />
    </Button>
  );
}
