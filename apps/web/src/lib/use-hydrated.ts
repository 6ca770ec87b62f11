import { useSyncExternalStore } from "react";

const neverChanges = () => () => undefined;

/**
 * False while React takes over what the server rendered. A query that another part of the page asked for earlier may
 * have newer data by then, and the first render has to say what the server said.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
}
