import { usePathname, useSearchParams } from "next/navigation";
import { type CallFilters, readCallFilters, writeCallFilters } from "@/components/calls/call-filters";

/**
 * The filters live in the address, so that a list can be bookmarked, shared and come back to. Changing them does not ask
 * the server for the page again: only the calls are fetched.
 */
export function useCallFilters() {
  const filters = readCallFilters(new URLSearchParams(useSearchParams()));
  const pathname = usePathname();

  function change(patch: Partial<CallFilters>, { replace = false } = {}) {
    // What was typed comes here some moments later: the address may have changed since this was rendered.
    const current = readCallFilters(new URLSearchParams(window.location.search));
    const text = writeCallFilters({ ...current, ...patch });
    const address = text ? `${pathname}?${text}` : pathname;
    if (replace) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
  }

  return { filters, change };
}

export type ChangeCallFilters = ReturnType<typeof useCallFilters>["change"];
