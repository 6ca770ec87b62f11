"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/cn";

type PasswordInputProps = Omit<ComponentProps<"input">, "type"> & {
  /** What is typed, for the eye's name: a password, or a key that is none. */
  holds?: "password" | "key";
};

/** Hidden text with an eye that shows what is typed. */
export function PasswordInput({ className, holds = "password", ...props }: PasswordInputProps) {
  const t = useTranslations("common.hidden");
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <div className="relative">
      <Input
        type={shown ? "text" : "password"}
        spellCheck={false}
        autoCapitalize="none"
        autoCorrect="off"
        className={cn("pr-10", className)}
        {...props}
      />
      <button
        type="button"
        aria-label={t(`${holds}.${shown ? "hide" : "show"}`)}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 flex w-9 items-center justify-center rounded-md text-muted-foreground outline-none hover:text-foreground focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-inset"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </div>
  );
}
