import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";

type ContentMissingProps = {
  awaited: boolean;
  /** What to say when it is not expected any more. */
  text: string;
};

export function ContentMissing({ awaited, text }: ContentMissingProps) {
  const t = useTranslations("call");
  if (!awaited) return <p className="text-sm text-muted-foreground">{text}</p>;
  return (
    <p className="flex gap-2.5 text-sm">
      <Hourglass aria-hidden className="mt-0.5 size-4 shrink-0 text-warning-text" />
      <span className="text-pretty">{t("awaited")}</span>
    </p>
  );
}
