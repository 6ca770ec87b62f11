"use client";

import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type OptionalColumn, optionalColumns } from "@/components/calls/call-columns";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

type ColumnMenuProps = {
  columns: readonly OptionalColumn[];
  onChoose: (columns: readonly OptionalColumn[]) => void;
};

/** A phone shows cards, which have no columns. */
export function ColumnMenu({ columns, onChoose }: ColumnMenuProps) {
  const t = useTranslations("calls.columns");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="outline" size="sm" className="max-md:hidden">
          <Columns3 aria-hidden />
          {t("choose")}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {optionalColumns.map((column) => (
          <DropdownMenuCheckboxItem
            key={column}
            checked={columns.includes(column)}
            // Stays open: who leaves out one column often leaves out another.
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(checked) =>
              onChoose(optionalColumns.filter((name) => (name === column ? checked : columns.includes(name))))
            }
          >
            {t(column)}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
