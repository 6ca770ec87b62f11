"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFieldArray, useFormContext } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { FormControl, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import type { RepFormValues } from "./rep-form-schema";
import { useRepFieldError } from "./use-rep-field-error";

const MAX_ALIASES = 20;

export function RepAliasesField() {
  const t = useTranslations("reps.form.aliases");
  const form = useTranslations("reps.form");
  const explain = useRepFieldError();
  const { control, formState } = useFormContext<RepFormValues>();
  const { fields, append, remove } = useFieldArray({ control, name: "aliases" });
  // The server says that one of them is wrong, and not which.
  const code = formState.errors.aliases?.message ?? formState.errors.aliases?.root?.message;
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
              <FormMessage explain={explain} />
            </FormItem>
          )}
        />
      ))}
      <p aria-live="polite" className="text-sm text-danger-text empty:hidden">
        {code && explain(code)}
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
