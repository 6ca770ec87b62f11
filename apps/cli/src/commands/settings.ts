import { describeSettings } from "@koppeling/api/features/settings/describe-settings";
import { withInstallation } from "../open-installation";
import { formatMoment, type Output } from "../output";

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
