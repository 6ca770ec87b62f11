import { cva, type VariantProps } from "class-variance-authority";
import { CircleCheck, CircleX, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const alertVariants = cva("flex gap-3 rounded-lg border px-4 py-3 text-sm", {
  variants: {
    variant: {
      info: "border-border bg-muted text-foreground",
      success: "border-success-border bg-success-soft text-success-text",
      warning: "border-warning-border bg-warning-soft text-warning-text",
      danger: "border-danger-border bg-danger-soft text-danger-text",
    },
  },
  defaultVariants: { variant: "info" },
});

const icons: Record<NonNullable<VariantProps<typeof alertVariants>["variant"]>, LucideIcon> = {
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleX,
};

type AlertProps = ComponentProps<"div"> & VariantProps<typeof alertVariants>;

/** For something that just happened, add role="alert" (an error) or role="status" (anything else). */
export function Alert({ className, variant, children, ...props }: AlertProps) {
  const Icon = icons[variant ?? "info"];
  return (
    <div data-slot="alert" className={cn(alertVariants({ variant }), className)} {...props}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">{children}</div>
    </div>
  );
}

export function AlertTitle({ className, ...props }: ComponentProps<"p">) {
  return <p data-slot="alert-title" className={cn("font-medium", className)} {...props} />;
}

export function AlertDescription({ className, ...props }: ComponentProps<"div">) {
  return (
    <div data-slot="alert-description" className={cn("text-pretty text-foreground", className)} {...props} />
  );
}
