import { SYSTEM } from "@koppeling/api/context";
import { describeSettings } from "@koppeling/api/features/settings/describe-settings";
import { type ImportedValue, importEnvironment } from "@koppeling/api/features/settings/import-environment";
import { rotateKey } from "@koppeling/api/features/settings/rotate-key";
import { sealPlainSettings } from "@koppeling/api/features/settings/seal-plain-settings";
import { verifySecrets } from "@koppeling/api/features/settings/verify-secrets";
import { withInstallation } from "../open-installation";
import { formatMoment, formatTable, type Output } from "../output";

/** `settings show`: secrets only as masks. */
export async function showSettingsCommand(): Promise<Output> {
  const settings = await withInstallation(({ deps }) => describeSettings(deps, "en"), { usesFathom: true });
  const lines: [string, string][] = [
    ["API key", settings.apiKey ?? (settings.settingsKeyProblem ? "cannot be read" : "none")],
    ["From", settings.source ?? "nowhere"],
    ["Webhook secret", settings.webhookSecret ?? "none"],
    ["Connection", settings.connectionStatus],
    ["Last tested", formatMoment(settings.lastTested)],
    ["Last error", settings.lastError ?? "none"],
    ["Teams", settings.teamFilter.length > 0 ? settings.teamFilter.join(", ") : "all"],
    [
      "Changed",
      `${formatMoment(settings.updatedAt)}${settings.updatedBy ? ` by ${settings.updatedBy}` : ""}`,
    ],
  ];
  if (settings.sandbox) lines.push(["Fathom", "not the public one, such as the sandbox"]);
  if (settings.settingsKeyProblem) lines.push(["Problem", settings.settingsKeyProblem]);
  return { json: settings, text: lines.map(([name, value]) => `${name.padEnd(16)}${value}`).join("\n") };
}

const IMPORTED: Record<ImportedValue, string> = {
  imported: "is stored now, sealed; it can be taken out of the environment",
  same: "was stored already",
  kept: "was left out, since another one is stored (--replace puts this one in its place)",
  not_set: "is not set",
};

/** `settings import-env`: stores what FATHOM_API_KEY and FATHOM_WEBHOOK_SECRET hold. */
export async function importEnvironmentCommand({ replace = false }: { replace?: boolean }): Promise<Output> {
  const result = await withInstallation(({ deps }) => importEnvironment(deps, { replace, actor: SYSTEM }));
  const outcomes = Object.values(result);
  return {
    json: { success: !outcomes.includes("kept"), ...result },
    text: `FATHOM_API_KEY ${IMPORTED[result.apiKey]}.\nFATHOM_WEBHOOK_SECRET ${IMPORTED[result.webhookSecret]}.`,
    exitCode: outcomes.includes("kept") ? 2 : 0,
  };
}

/** `settings seal`: seals secrets that an older installation left open. */
export async function sealSettingsCommand(): Promise<Output> {
  const sealed = await withInstallation(({ deps }) => sealPlainSettings(deps, SYSTEM));
  const text = sealed.length > 0 ? `Sealed: ${sealed.join(", ")}.` : "No secret lay open.";
  return { json: { success: true, sealed }, text };
}

/** `settings rotate-key`: seals every secret anew with the first key of SETTINGS_ENCRYPTION_KEYS. */
export async function rotateKeyCommand(): Promise<Output> {
  const result = await withInstallation(({ deps }) => rotateKey(deps, SYSTEM));
  const { keyId, resealed, current } = result;
  return {
    json: { success: true, ...result },
    text: `${resealed} sealed anew with the key "${keyId}", ${current} were already.`,
  };
}

const STATES = {
  ok: "can be opened",
  old_key: "can be opened, with an old key",
  unknown_key: "cannot be opened: SETTINGS_ENCRYPTION_KEYS lacks this key",
  tampered: "cannot be opened with this key: it is another one, or the row was changed",
  not_sealed: "lies open (settings seal mends that)",
};

const VERDICTS = {
  ok: "Every secret is sealed with the key that seals new ones.",
  old_key_in_use: "An old key is still needed. Run: npm run koppeling -- settings rotate-key",
  unreadable: "Not every secret can be opened. Put the right key back, or store the secret again.",
};

/** `settings verify`: which keys the stored secrets need, and whether they can be opened. */
export async function verifySettingsCommand(): Promise<Output> {
  const report = await withInstallation(({ deps }) => verifySecrets(deps));
  const { verdict, secrets, unusedKeyIds, canary } = report;
  const rows = secrets.map(({ setting, keyId, state }) => [setting, keyId ?? "-", STATES[state]]);
  const lines = [
    secrets.length > 0 ? formatTable(["Secret", "Key", ""], rows) : "No secret is stored.",
    `Canary: ${canary}.`,
    ...(unusedKeyIds.length > 0 ? [`No longer needed: ${unusedKeyIds.join(", ")}.`] : []),
    VERDICTS[verdict],
  ];
  return {
    json: { success: verdict === "ok", ...report },
    text: lines.join("\n"),
    exitCode: verdict === "ok" ? 0 : verdict === "old_key_in_use" ? 2 : 1,
  };
}
