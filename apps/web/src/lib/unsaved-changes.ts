import { useCallback, useEffect } from "react";

const unsaved = new Set<symbol>();

/** Reports a form with changes: closing the page then asks first, as does whoever uses {@link useUnsavedChangesGuard}. */
export function useUnsavedChanges(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return;
    const form = Symbol("unsaved form");
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    unsaved.add(form);
    window.addEventListener("beforeunload", ask);
    return () => {
      unsaved.delete(form);
      window.removeEventListener("beforeunload", ask);
    };
  }, [dirty]);
}

/** @returns a function that asks, when anything is unsaved, whether to leave it behind. */
export function useUnsavedChangesGuard() {
  return useCallback((question: string) => unsaved.size === 0 || window.confirm(question), []);
}
