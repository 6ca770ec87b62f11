"use client";

import { lazyDialog } from "@/lib/lazy-dialog";
import type { RepActions } from "./use-rep-actions";

const RepDialogs = lazyDialog(() => import("./rep-dialogs").then((file) => file.RepDialogs));

/** Whole, so that the focus finds the form's first field. */
export function LazyRepDialogs({ actions }: { actions: RepActions }) {
  return <RepDialogs open={actions.dialog !== null} actions={actions} />;
}
