"use client";

import { Slot } from "radix-ui";
import { type ComponentProps, createContext, useContext, useId } from "react";
import {
  Controller,
  type ControllerProps,
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

type FormMessageProps = ComponentProps<"p"> & {
  /** Turns the error's code into a sentence. Without it the error's own message is shown. */
  explain?: (code: string) => string;
};

/** Stays in the page while empty, so that screen readers hear a message appear in it. */
export function FormMessage({ className, explain, ...props }: FormMessageProps) {
  const { error, messageId } = useFormField();
  const message = error?.message;
  return (
    <p
      data-slot="form-message"
      id={messageId}
      aria-live="polite"
      className={cn("text-sm text-danger-text empty:hidden", className)}
      {...props}
    >
      {message && (explain ? explain(message) : message)}
    </p>
  );
}
