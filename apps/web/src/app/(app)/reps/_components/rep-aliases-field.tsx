"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFieldArray, useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import {
  FormControl,
  FormField,
  FormItem,
  FormLabel,
  FormMessage,
  useFieldErrorText,
} from "@/components/ui/form";
import { Input } from "@/components/ui/input";

type Aliases = { aliases: { email: string }[] };

const MAX_ALIASES = 20;

export function RepAliasesField() {
  const t = useTranslations("reps.form.aliases");
  const form = useTranslations("reps.form");
  const explain = useFieldErrorText();
  const { control, formState } = useFormContext<Aliases>();
  const { fields, append, remove } = useFieldArray({ control, name: "aliases" });
  // The server says that one of them is wrong, and not which.
  const { message, root } = formState.errors.aliases ?? {};
  const error = message ? { type: "custom", message } : root;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 flex items-center gap-1.5 text-sm leading-none font-medium">
        {t("label")}
        <span className="font-normal text-muted-foreground">{form("optional")}</span>
      </legend>
      <p className="text-sm text-pretty text-muted-foreground">{t("description")}</p>
      {fields.map(({ id }, index) => (
        <FormField
          key={id}
          control={control}
          name={`aliases.${index}.email`}
          render={({ field }) => (
            <FormItem>
              <FormLabel className="sr-only">{t("nth", { number: index + 1 })}</FormLabel>
              <div className="flex gap-2">
                <FormControl>
                  <Input type="email" autoComplete="off" {...field} />
                </FormControl>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={t("remove", { number: index + 1 })}
                  onClick={() => remove(index)}
                >
                  <X aria-hidden />
                </Button>
              </div>
              <FormMessage />
            </FormItem>
          )}
        />
      ))}
      <p aria-live="polite" className="text-sm text-danger-text empty:hidden">
        {error && explain(error)}
      </p>
      {fields.length < MAX_ALIASES && (
        <Button variant="outline" size="sm" className="w-fit" onClick={() => append({ email: "" })}>
          <Plus aria-hidden />
          {t("add")}
        </Button>
      )}
    </fieldset>
  );
}
