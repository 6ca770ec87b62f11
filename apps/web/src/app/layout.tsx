import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ThemeProvider } from "@/components/shell/theme-provider";
import { Toaster } from "@/components/ui/toaster";
import { nonceHeader } from "@/server/content-security-policy";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const common = await getTranslations("common");
  const shell = await getTranslations("shell");
  return {
    title: { default: common("appName"), template: `%s · ${common("appName")}` },
    description: shell("description"),
    robots: { index: false, follow: false },
  };
}

/** Every answer has its own nonce and its own visitor; nothing can be rendered ahead of time. */
export const dynamic = "force-dynamic";

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafafa" },
    { media: "(prefers-color-scheme: dark)", color: "#0f0f0f" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(nonceHeader) ?? undefined;
  return (
    // The theme's script sets the class before React is there: that one difference is meant to be.
    <html
      lang={await getLocale()}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body className="min-h-dvh">
        <NextIntlClientProvider messages={await loadClientMessages()}>
          <ThemeProvider nonce={nonce}>
            {/* Before the pages, so that it listens when one of them has something to say at once. */}
            <Toaster />
            {children}
          </ThemeProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}

/** What components in the browser may need: all but the long texts that only the server renders. */
async function loadClientMessages() {
  const { faq: _serverOnly, ...messages } = await getMessages();
  return messages;
}
