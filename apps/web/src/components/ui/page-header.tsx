import type { ReactNode } from "react";

type PageHeaderProps = {
  title: ReactNode;
  /** One sentence: what this page is for. */
  description?: ReactNode;
  /** The page's main action. */
  action?: ReactNode;
};

export function PageHeader({ title, description, action }: PageHeaderProps) {
  return (
    <header data-slot="page-header" className="mb-6 flex flex-wrap items-start justify-between gap-4">
      <div className="flex min-w-0 flex-[1_1_18rem] flex-col gap-1">
        <h1 className="text-2xl font-semibold tracking-tight break-words">{title}</h1>
        {description && <div className="text-sm text-pretty text-muted-foreground">{description}</div>}
      </div>
      {action && <div className="flex max-w-full shrink-0 flex-wrap gap-2">{action}</div>}
    </header>
  );
}
