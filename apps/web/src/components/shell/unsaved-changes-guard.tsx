"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { forgetUnsavedChanges, guardUnsavedChanges } from "@/lib/unsaved-changes";

// Most visits never come to the question, so that it is fetched when it is asked.
const UnsavedChangesQuestion = dynamic(
  () =>
    import("@/components/shell/unsaved-changes-question").then(
      ({ UnsavedChangesQuestion }) => UnsavedChangesQuestion,
    ),
  { ssr: false },
);

/** Asks before a form with changes is left for another page of the app. */
export function UnsavedChangesGuard() {
  const [wish, setWish] = useState<{ leave: () => void } | null>(null);
  const [open, setOpen] = useState(false);

  useEffect(
    () =>
      guardUnsavedChanges((leave) => {
        setWish({ leave });
        setOpen(true);
      }),
    [],
  );

  function leave() {
    setOpen(false);
    forgetUnsavedChanges();
    wish?.leave();
  }

  return wish && <UnsavedChangesQuestion open={open} onStay={() => setOpen(false)} onLeave={leave} />;
}
