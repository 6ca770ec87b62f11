import type { ComponentProps } from "react";
import { Input } from "@/components/ui/input";

type CodeInputProps = Omit<ComponentProps<typeof Input>, "onChange"> & { onChange: (code: string) => void };

/** For a code of an authenticator app or a recovery code. */
export function CodeInput({ onChange, ...props }: CodeInputProps) {
  return (
    <Input
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={100}
      className="font-mono"
      onChange={(event) => onChange(event.target.value)}
      {...props}
    />
  );
}
