"use client";

import { useTranslations } from "next-intl";
import { type OptionalColumn, optionalColumns } from "@/components/calls/call-columns";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { ColumnButton } from "./column-button";

export type ColumnListProps = {
  columns: readonly OptionalColumn[];
  onChoose: (columns: readonly OptionalColumn[]) => void;
};

/** Open at first: it is fetched when somebody presses the button. */
export function ColumnList({ columns, onChoose }: ColumnListProps) {
  const t = useTranslations("calls.columns");
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>
        <ColumnButton />
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
