"use client";

import type { ComponentProps } from "react";
import { TextField } from "@/components/ui/text-field";

type CodeFieldProps = Omit<ComponentProps<typeof TextField<{ code: string }>>, "name">;

/** For a code of an authenticator app or a recovery code, as `code` of the form around it. */
export function CodeField(props: CodeFieldProps) {
  return (
    <TextField<{ code: string }>
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={100}
      className="font-mono"
      {...props}
    />
  );
}
