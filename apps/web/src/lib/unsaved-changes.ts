import { useEffect } from "react";

/** What somebody set out to do, and does when the changes may be lost. */
type Leave = () => void;

const unsaved = new Set<symbol>();
let ask: ((leave: Leave) => void) | null = null;

const askBrowser = (event: BeforeUnloadEvent) => event.preventDefault();

/** Reports a form with changes: whatever would lose them asks first, inside the app and outside of it. */
export function useUnsavedChanges(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return;
    const form = Symbol("unsaved form");
    unsaved.add(form);
    window.addEventListener("beforeunload", askBrowser);
    return () => {
      unsaved.delete(form);
      if (unsaved.size === 0) window.removeEventListener("beforeunload", askBrowser);
    };
  }, [dirty]);
}

/** Does at once what takes the forms of this page away, or after a question when one of them has changes. */
export function leaveForms(leave: Leave) {
  if (unsaved.size === 0 || ask === null) leave();
  else ask(leave);
}

/** For when the answer was that they may be lost: nothing asks about them again. */
export function forgetUnsavedChanges() {
  unsaved.clear();
  window.removeEventListener("beforeunload", askBrowser);
}

/**
 * Has links to other pages, and the browser's own back and forward, ask first.
 * @param question gets what to do when the changes may be lost, and keeps it until there is an answer.
 * @returns what ends it.
 */
export function guardUnsavedChanges(question: (leave: Leave) => void) {
  ask = question;
  // Before React sees the click: its listeners are on the document.
  window.addEventListener("click", onClick, { capture: true });
  // Where a browser does not know this, going back asks nothing, as everywhere.
  const history = "navigation" in window ? window.navigation : null;
  history?.addEventListener("navigate", onNavigate);
  return () => {
    ask = null;
    window.removeEventListener("click", onClick, { capture: true });
    history?.removeEventListener("navigate", onNavigate);
  };
}

function onClick(event: MouseEvent) {
  if (unsaved.size === 0 || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.target === "_blank" || link.hasAttribute("download")) return;
  if (!leadsAway(link.href) || new URL(link.href).origin !== window.location.origin) return;
  event.preventDefault();
  event.stopPropagation();
  // The link itself knows how it wants to be followed.
  leaveForms(() => link.click());
}

function onNavigate(event: NavigateEvent) {
  const { destination, navigationType } = event;
  if (unsaved.size === 0 || navigationType !== "traverse" || !event.cancelable) return;
  if (!destination.sameDocument || !leadsAway(destination.url)) return;
  event.preventDefault();
  leaveForms(() => window.navigation.traverseTo(destination.key));
}

/** Another place on the same page keeps the forms as they are. */
function leadsAway(address: string) {
  const { pathname, search } = new URL(address);
  return pathname !== window.location.pathname || search !== window.location.search;
}
