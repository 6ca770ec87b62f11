"use client";

import type { ComponentProps } from "react";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";

type ChoiceProps<Value extends string> = Omit<
  ComponentProps<typeof SelectTrigger>,
  "value" | "onChange" | "children"
> & {
  /** No value is the empty text: give "all" and the like a name of their own. */
  choices: readonly { value: Value; text: string }[];
  value: Value;
  onChange: (value: Value) => void;
};

/** A few texts, of which one is chosen from a list. What is given besides goes to the button. */
export function Choice<Value extends string>({ choices, value, onChange, ...trigger }: ChoiceProps<Value>) {
  return (
    <Select
      value={value}
      onValueChange={(next) => {
        const chosen = choices.find((choice) => choice.value === next);
        if (chosen) onChange(chosen.value);
      }}
    >
      <SelectTrigger {...trigger}>
        {/* Said here, so that the server's page shows it too: Radix reads it from the open list. */}
        <SelectValue>{choices.find((choice) => choice.value === value)?.text}</SelectValue>
      </SelectTrigger>
      <SelectContent>
        {choices.map((choice) => (
          <SelectItem key={choice.value} value={choice.value}>
            {choice.text}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
