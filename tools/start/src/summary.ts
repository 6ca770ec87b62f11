import { isComplete, type SyncResult } from "@koppeling/api/features/runs/run-result";
import { describeFigures, describeSkipped } from "@koppeling/cli/describe-sync";
import type { SignIn } from "./prepare";

const line = (name: string, text: string): string => `  ${name.padEnd(11)}${text}\n`;

/** How to sign in. The password only when it was made just now: nobody can look it up later. */
export function describeSignIn({ email, generatedPassword }: SignIn): string {
  if (generatedPassword === null) return line("Sign in", email);
  return line("Sign in", email) + line("Password", `${generatedPassword}   (shown once: note it down)`);
}

/** What a person needs to know once everything runs. */
export function describeStart(options: {
  address: string;
  signIn: SignIn;
  fathom: string;
  sync: SyncResult | null;
  logFile: string | null;
}): string {
  const { address, signIn, fathom, sync, logFile } = options;
  let text = `\nFathom Koppeling runs.\n\n${line("Dashboard", address)}${describeSignIn(signIn)}${line("Fathom", fathom)}`;
  if (sync) {
    text += line("Sync", isComplete(sync.status) ? describeFigures(sync) : sync.message);
    const skipped = describeSkipped(sync);
    if (skipped) text += line("", `skipped: ${skipped}`);
  }
  if (logFile) text += line("Log", logFile);
  return `${text}\nCtrl-C stops everything that was started here, and loses nothing.\n`;
}
