"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { fieldButtonClasses } from "@/components/ui/select";
import { cn } from "@/lib/cn";

type ComboboxProps = Omit<ComponentProps<"button">, "value" | "onChange" | "children"> & {
  choices: readonly { value: string; text: string }[];
  /** Empty while nothing is chosen. */
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
};

/** A choice among so many that one types to find it. What is given besides goes to the button. */
export function Combobox({ choices, value, onChange, placeholder, className, ...trigger }: ComboboxProps) {
  const t = useTranslations("common.combobox");
  const [open, setOpen] = useState(false);
  const chosen = choices.find((choice) => choice.value === value);
  return (
    // Modal, so that the list scrolls inside a dialog too.
    <Popover open={open} onOpenChange={setOpen} modal>
      <PopoverTrigger asChild>
        <button
          type="button"
          role="combobox"
          data-slot="combobox-trigger"
          data-placeholder={chosen ? undefined : ""}
          className={cn(fieldButtonClasses, className)}
          {...trigger}
          aria-expanded={open}
        >
          <span className="truncate">{chosen?.text ?? placeholder}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        </button>
      </PopoverTrigger>
      <PopoverContent aria-label={t("label")} className="w-(--radix-popover-trigger-width) min-w-52">
        <Command label={t("search")} filter={holds} loop>
          <CommandInput placeholder={t("search")} />
          <CommandList label={t("label")}>
            <CommandEmpty>{t("nothing")}</CommandEmpty>
            {choices.map((choice) => (
              <CommandItem
                key={choice.value}
                value={choice.value}
                keywords={[choice.text]}
                onSelect={() => {
                  onChange(choice.value);
                  setOpen(false);
                }}
              >
                <span className="min-w-0 flex-1 break-words">{choice.text}</span>
                <Check aria-hidden className={cn(choice.value !== value && "invisible")} />
              </CommandItem>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}

/** By the texts alone: what stands behind them are ids. */
const holds = (_value: string, search: string, texts: string[] = []) =>
  texts.some((text) => text.toLowerCase().includes(search.trim().toLowerCase())) ? 1 : 0;
