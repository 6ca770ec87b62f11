"use client";

import { Progress as ProgressPrimitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** Of something whose end nobody knows: Fathom does not say how much there is. */
export function Progress({
  className,
  ...props
}: Omit<ComponentProps<typeof ProgressPrimitive.Root>, "value">) {
  return (
    <ProgressPrimitive.Root
      data-slot="progress"
      value={null}
      className={cn("relative h-2 w-full overflow-hidden rounded-full bg-secondary", className)}
      {...props}
    >
      <ProgressPrimitive.Indicator className="h-full w-2/5 animate-progress-sweep rounded-full bg-primary motion-reduce:w-full motion-reduce:opacity-60" />
    </ProgressPrimitive.Root>
  );
}
