"use client";

import type { ComponentProps, ReactNode } from "react";
import { type FieldPath, type FieldValues, useFormContext } from "react-hook-form";
import {
  FormControl,
  FormDescription,
  FormField,
  FormItem,
  FormLabel,
  FormMessage,
} from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";

type TextFieldProps<Values extends FieldValues> = Omit<ComponentProps<"input">, "name" | "children"> & {
  name: FieldPath<Values>;
  label: ReactNode;
  description?: ReactNode;
};

/** A line of text of the form around it, with its label and what is wrong with it. A password gets an eye. */
export function TextField<Values extends FieldValues>({
  name,
  label,
  description,
  type = "text",
  ...input
}: TextFieldProps<Values>) {
  const { control } = useFormContext<Values>();
  return (
    <FormField
      control={control}
      name={name}
      render={({ field }) => (
        <FormItem className="content-start">
          <FormLabel>{label}</FormLabel>
          <FormControl>
            {type === "password" ? (
              <PasswordInput {...input} {...field} />
            ) : (
              <Input type={type} {...input} {...field} />
            )}
          </FormControl>
          {description && <FormDescription>{description}</FormDescription>}
          <FormMessage />
        </FormItem>
      )}
    />
  );
}
