import { type NextRequest, NextResponse } from "next/server";
import { isDevelopment } from "@/env";
import { contentSecurityPolicy, nonceHeader } from "@/server/content-security-policy";
import { pathHeader } from "@/server/requested-path";
import { sessionCookieNames } from "@/server/session-cookie";

/** What only this server may say to itself. */
const internalHeaders = /^(x-nonce$|x-requested-path$|content-security-policy|x-middleware-|x-nextjs-)/i;

/** Where somebody without a session has business. */
const openPages = new Set(["/sign-in", "/accept-invite"]);

export function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  const path = `${pathname}${search}`;

  // Next itself leaves slashes alone, for the webhook's sake (next.config.ts); a page has one address.
  if (pathname !== "/" && pathname.endsWith("/")) {
    const address = new URL(request.url);
    address.pathname = pathname.replace(/(?<!\/)\/+$/, "") || "/";
    return NextResponse.redirect(address, 308);
  }

  const hasSessionCookie = Object.values(sessionCookieNames).some((name) => request.cookies.has(name));
  if (!hasSessionCookie && !openPages.has(pathname)) {
    const signIn = new URL("/sign-in", request.url);
    if (path !== "/") signIn.searchParams.set("callbackUrl", path);
    return NextResponse.redirect(signIn);
  }

  const nonce = crypto.randomUUID().replaceAll("-", "");
  const policy = contentSecurityPolicy({
    nonce,
    development: isDevelopment,
    https: request.nextUrl.protocol === "https:" || request.headers.get("x-forwarded-proto") === "https",
  });
  const headers = new Headers([...request.headers].filter(([name]) => !internalHeaders.test(name)));
  headers.set(nonceHeader, nonce);
  headers.set(pathHeader, path);
  // Next reads the nonce for its own scripts from this.
  headers.set("Content-Security-Policy", policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

export const config = {
  matcher: ["/((?!api/|_next/static/|_next/image|favicon.ico|icon.svg).*)"],
};
