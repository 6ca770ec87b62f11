// A program for tests: another process of the same installation, which says which API key it would use when asked.

import { closeDeps, createDeps } from "@koppeling/api/create-deps";
import { parseEnvironment } from "@koppeling/api/environment";
import { loadSettings } from "@koppeling/api/features/settings/load-settings";
import { testEnvironment } from "./test-environment";

const [databaseUrl = "", fathomUrl = ""] = process.argv.slice(2);
const parsed = parseEnvironment({
  ...testEnvironment,
  DATABASE_URL: databaseUrl,
  FATHOM_API_BASE_URL: fathomUrl,
});
if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
const deps = createDeps(parsed.environment);
process.on("message", () => void loadSettings(deps).then(({ apiKey }) => process.send?.({ apiKey })));
process.on("disconnect", () => void closeDeps(deps));
process.send?.("ready");
