import type { ExternalToast } from "sonner";

/** The library comes with the first toast, or a moment after the page: nobody waits for it. */
const show = (kind: "success" | "error" | "info") => (message: string, options?: ExternalToast) =>
  void import("sonner").then(({ toast }) => toast[kind](message, options));

/** Says what became of something, in the corner of the screen. */
export const toast = { success: show("success"), error: show("error"), info: show("info") };
