"use client";

import "./globals.css";

type GlobalErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** Stands in for the layout when that itself fails, so it can lean on nothing: no catalogue, no theme. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="nl">
      <body className="flex min-h-dvh items-center justify-center p-6">
        <main className="flex max-w-md flex-col gap-3">
          <h1 className="text-xl font-semibold">Er ging iets mis</h1>
          <p className="text-sm text-muted-foreground">
            De pagina kon niet worden getoond. Probeer het over een minuut opnieuw.{" "}
            <span lang="en">The page could not be shown. Try again in a minute.</span>
          </p>
          {error.digest && <p className="font-mono text-xs text-muted-foreground">{error.digest}</p>}
          <button
            type="button"
            onClick={reset}
            className="mt-2 h-9 w-fit rounded-md bg-primary px-4 text-sm font-medium text-primary-foreground"
          >
            Opnieuw proberen · <span lang="en">Try again</span>
          </button>
        </main>
      </body>
    </html>
  );
}
