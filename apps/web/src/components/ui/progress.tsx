import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

type ProgressProps = ComponentProps<"div"> & {
  /** 0 to 100; null when nobody can know how far it is. */
  value: number | null;
};

export function Progress({ className, value, ...props }: ProgressProps) {
  return (
    <div
      role="progressbar"
      data-slot="progress"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value ?? undefined}
      className={cn("relative h-2 w-full overflow-hidden rounded-full bg-secondary", className)}
      {...props}
    >
      <div
        className={cn(
          "h-full rounded-full bg-primary transition-[width] duration-100",
          value === null && "w-2/5 animate-progress-sweep motion-reduce:w-full motion-reduce:opacity-60",
        )}
        style={value === null ? undefined : { width: `${value}%` }}
      />
    </div>
  );
}
