"use client";

import { useTranslations } from "next-intl";
import { Slot } from "radix-ui";
import { type ComponentProps, createContext, useContext, useId } from "react";
import {
  Controller,
  type ControllerProps,
  type FieldError,
  type FieldPath,
  type FieldValues,
  FormProvider,
  useFormContext,
  useFormState,
} from "react-hook-form";
import { Label } from "@/components/ui/label";
import { cn } from "@/lib/cn";

export const Form = FormProvider;

const FieldNameContext = createContext<string | null>(null);
const ItemIdContext = createContext<string | null>(null);

export function FormField<
  TFieldValues extends FieldValues = FieldValues,
  TName extends FieldPath<TFieldValues> = FieldPath<TFieldValues>,
>(props: ControllerProps<TFieldValues, TName>) {
  return (
    <FieldNameContext value={props.name}>
      <Controller {...props} />
    </FieldNameContext>
  );
}

function useFormField() {
  const name = useContext(FieldNameContext);
  const id = useContext(ItemIdContext);
  if (name === null || id === null) throw new Error("useFormField belongs inside FormField and FormItem");
  const { getFieldState } = useFormContext();
  const formState = useFormState({ name });
  return {
    name,
    inputId: `${id}-input`,
    descriptionId: `${id}-description`,
    messageId: `${id}-message`,
    ...getFieldState(name, formState),
  };
}

export function FormItem({ className, ...props }: ComponentProps<"div">) {
  return (
    <ItemIdContext value={useId()}>
      <div data-slot="form-item" className={cn("grid gap-2", className)} {...props} />
    </ItemIdContext>
  );
}

export function FormLabel(props: ComponentProps<typeof Label>) {
  const { inputId } = useFormField();
  return <Label data-slot="form-label" htmlFor={inputId} {...props} />;
}

export function FormControl(props: ComponentProps<typeof Slot.Root>) {
  const { error, inputId, descriptionId, messageId } = useFormField();
  return (
    <Slot.Root
      data-slot="form-control"
      id={inputId}
      aria-describedby={error ? `${descriptionId} ${messageId}` : descriptionId}
      aria-invalid={error ? true : undefined}
      {...props}
    />
  );
}

export function FormDescription({ className, ...props }: ComponentProps<"p">) {
  const { descriptionId } = useFormField();
  return (
    <p
      data-slot="form-description"
      id={descriptionId}
      className={cn("text-sm text-pretty text-muted-foreground", className)}
      {...props}
    />
  );
}

/** The sentence for a field's error. Schemas give codes; what the server said (type "server") is a sentence already. */
export function useFieldErrorText() {
  const t = useTranslations("common.fieldErrors");
  type Code = Parameters<typeof t>[0];
  return ({ type, message = "invalid" }: Pick<FieldError, "type" | "message">) =>
    type === "server" ? message : t(t.has(message as Code) ? (message as Code) : "invalid");
}

/** Stays in the page while empty, so that screen readers hear a message appear in it. */
export function FormMessage({ className, ...props }: ComponentProps<"p">) {
  const explain = useFieldErrorText();
  const { error, messageId } = useFormField();
  return (
    <p
      data-slot="form-message"
      id={messageId}
      aria-live="polite"
      className={cn("text-sm text-danger-text empty:hidden", className)}
      {...props}
    >
      {error && explain(error)}
    </p>
  );
}
