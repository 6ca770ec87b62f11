"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { RepActions } from "./use-rep-actions";

const loadDialogs = () => import("./rep-dialogs").then(({ RepDialogs }) => RepDialogs);
const RepDialogs = dynamic(loadDialogs, { ssr: false });

/** The forms are fetched by who opens one: most people only look. Whole, so that the focus finds its first field. */
export function LazyRepDialogs({ actions }: { actions: RepActions }) {
  const [wanted, setWanted] = useState(false);
  if (actions.dialog !== null && !wanted) setWanted(true);
  return wanted ? <RepDialogs actions={actions} /> : null;
}
