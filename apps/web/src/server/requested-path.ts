/** Where proxy.ts leaves the path and query of the page that was asked for: server components cannot see them. */
export const pathHeader = "x-requested-path";
