"use client";

import { useState } from "react";
import type { Rep } from "./rep";

/** Which dialog is open, and about whom. */
export type RepDialog =
  | { kind: "add" }
  | { kind: "edit"; rep: Rep }
  | { kind: "archive"; rep: Rep }
  | { kind: "restore"; rep: Rep };

export function useRepActions() {
  const [dialog, setDialog] = useState<RepDialog | null>(null);
  return {
    dialog,
    close: () => setDialog(null),
    add: () => setDialog({ kind: "add" }),
    edit: (rep: Rep) => setDialog({ kind: "edit", rep }),
    askToArchive: (rep: Rep) => setDialog({ kind: "archive", rep }),
    askToRestore: (rep: Rep) => setDialog({ kind: "restore", rep }),
  };
}

export type RepActions = ReturnType<typeof useRepActions>;
