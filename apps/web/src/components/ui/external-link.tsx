import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

type ExternalLinkProps = Omit<ComponentProps<"a">, "target" | "rel">;

/** A link to another site, in its own tab. Give it only addresses that were checked to be http(s). */
export function ExternalLink({ className, ...props }: ExternalLinkProps) {
  return (
    <a
      data-slot="external-link"
      target="_blank"
      rel="noopener noreferrer"
      className={cn(
        "rounded-sm text-primary-text underline underline-offset-4 outline-none hover:decoration-2 focus-visible:ring-2 focus-visible:ring-ring",
        className,
      )}
      {...props}
    />
  );
}
