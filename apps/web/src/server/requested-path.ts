/** Carries the path and query of the requested page from proxy.ts to server components, which cannot see them. */
export const pathHeader = "x-requested-path";
