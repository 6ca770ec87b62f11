import { SYSTEM } from "@koppeling/api/context";
import { testConnection } from "@koppeling/api/features/connections/test-connection";
import { withInstallation } from "../open-installation";
import type { Output } from "../output";

/** `test-connection`: asks Fathom with the key that is in use. */
export async function testConnectionCommand(): Promise<Output> {
  const result = await withInstallation(({ deps }) => testConnection(deps, { actor: SYSTEM, locale: "en" }), {
    usesFathom: true,
  });
  return { json: result, text: result.message, exitCode: result.success ? 0 : 1 };
}
