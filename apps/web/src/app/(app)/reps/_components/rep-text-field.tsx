"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { useFormContext } from "react-hook-form";
import {
  FormControl,
  FormDescription,
  FormField,
  FormItem,
  FormLabel,
  FormMessage,
} from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import type { RepFormValues } from "./rep-form-schema";
import { useRepFieldError } from "./use-rep-field-error";

type RepTextFieldProps = Pick<ComponentProps<"input">, "type" | "autoComplete"> & {
  name: "name" | "email" | "team";
};

export function RepTextField({ name, ...input }: RepTextFieldProps) {
  const t = useTranslations("reps.form");
  const explain = useRepFieldError();
  const { control } = useFormContext<RepFormValues>();
  return (
    <FormField
      control={control}
      name={name}
      render={({ field }) => (
        <FormItem>
          <FormLabel>
            {t(`${name}.label`)}
            {name === "team" && <span className="font-normal text-muted-foreground">{t("optional")}</span>}
          </FormLabel>
          <FormControl>
            <Input {...input} {...field} />
          </FormControl>
          {name === "email" && <FormDescription>{t("email.description")}</FormDescription>}
          <FormMessage explain={explain} />
        </FormItem>
      )}
    />
  );
}
