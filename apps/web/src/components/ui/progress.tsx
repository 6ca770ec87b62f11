"use client";

import { Progress as ProgressPrimitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

type ProgressProps = Omit<ComponentProps<typeof ProgressPrimitive.Root>, "value"> & {
  /** 0 to 100; null when nobody can know how far it is. */
  value: number | null;
};

export function Progress({ className, value, ...props }: ProgressProps) {
  return (
    <ProgressPrimitive.Root
      data-slot="progress"
      value={value}
      className={cn("relative h-2 w-full overflow-hidden rounded-full bg-secondary", className)}
      {...props}
    >
      <ProgressPrimitive.Indicator
        className={cn(
          "h-full rounded-full bg-primary transition-[width] duration-100",
          value === null && "w-2/5 animate-progress-sweep motion-reduce:w-full motion-reduce:opacity-60",
        )}
        style={value === null ? undefined : { width: `${value}%` }}
      />
    </ProgressPrimitive.Root>
  );
}
