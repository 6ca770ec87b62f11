import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

/** A list as a file: plain for programs, or as a Dutch Excel reads it. */
export function ExportLinks({ href }: { href: string }) {
  const t = useTranslations("common.export");
  const forExcel = `${href}${href.includes("?") ? "&" : "?"}format=excel-nl`;
  return (
    <div className="flex flex-wrap gap-2">
      {(
        [
          ["csv", href],
          ["excel", forExcel],
        ] as const
      ).map(([name, address]) => (
        <Button key={name} asChild variant="outline" size="sm">
          {/* Not a Link: it leads to a file, which Next must not fetch ahead. */}
          <a href={address} download>
            <Download aria-hidden />
            {t(name)}
          </a>
        </Button>
      ))}
    </div>
  );
}
