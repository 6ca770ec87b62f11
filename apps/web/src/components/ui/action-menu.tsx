"use client";

import { Ellipsis, type LucideIcon } from "lucide-react";
import { type ComponentProps, lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";

export type Action = { icon: LucideIcon; label: string; onSelect: () => void };

const loadList = () => import("@/components/ui/action-list");
const ActionList = lazy(loadList);

type ActionMenuProps = { label: string; actions: readonly Action[]; disabled?: boolean };

/** What can be done with one row. The menu is fetched by who opens it: pointing at the button is enough. */
export function ActionMenu({ actions, ...button }: ActionMenuProps) {
  const [wanted, setWanted] = useState(false);
  if (wanted) {
    return (
      <Suspense fallback={<ActionButton {...button} pending />}>
        <ActionList actions={actions} trigger={<ActionButton {...button} />} />
      </Suspense>
    );
  }
  return (
    <ActionButton
      {...button}
      aria-haspopup="menu"
      onPointerEnter={() => void loadList()}
      onFocus={() => void loadList()}
      onClick={() => setWanted(true)}
      onKeyDown={(event) => event.key === "ArrowDown" && setWanted(true)}
    />
  );
}

function ActionButton({ label, pending, ...props }: ComponentProps<typeof Button> & { label: string }) {
  return (
    <Button variant="ghost" size="icon" aria-label={label} pending={pending} {...props}>
      {!pending && <Ellipsis aria-hidden />}
    </Button>
  );
}
