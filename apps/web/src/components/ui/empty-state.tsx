import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

type EmptyStateProps = {
  icon: LucideIcon;
  title: string;
  description?: ReactNode;
  /** What to press to get out of the emptiness. */
  action?: ReactNode;
  /** The page's own title, for pages that are nothing but this. */
  heading?: "h1" | "h2" | "p";
  className?: string;
};

export function EmptyState({
  icon: Icon,
  title,
  description,
  action,
  heading: Heading = "p",
  className,
}: EmptyStateProps) {
  return (
    <div
      data-slot="empty-state"
      className={cn("flex flex-col items-center gap-2 px-6 py-14 text-center", className)}
    >
      <span className="mb-2 flex size-11 items-center justify-center rounded-full bg-muted text-muted-foreground">
        <Icon aria-hidden className="size-5" />
      </span>
      <Heading className="font-medium">{title}</Heading>
      {description && (
        <div className="max-w-md text-sm text-balance text-muted-foreground">{description}</div>
      )}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
