const INTERNAL = "http://internal.invalid";

/**
 * Where to go after signing in: a page of this app, whatever somebody put into the address.
 * The browser's own URL parser decides, since it is the one that follows the address afterwards.
 */
export function safeCallbackPath(value: string | null | undefined): string {
  if (!value?.startsWith("/") || !URL.canParse(value, INTERNAL)) return "/";
  const url = new URL(value, INTERNAL);
  // A path such as "/.//evil.example" parses to "//evil.example", which names another host when followed.
  if (url.origin !== INTERNAL || url.pathname.startsWith("//")) return "/";
  if (url.pathname.startsWith("/sign-in") || url.pathname.startsWith("/api/")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
