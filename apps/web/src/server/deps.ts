import { connectFathom, createDeps } from "@koppeling/api/create-deps";
import type { Deps } from "@koppeling/api/deps";
import { createSecretBox } from "@koppeling/api/secret-box";
import { requireEnvironment } from "@/server/environment";

const holder = globalThis as { koppelingDeps?: Deps };

let own: Deps | undefined;

/**
 * Next bundles this file once for pages, once for routes and once for instrumentation. Connections and jobs are shared
 * by all bundles on globalThis. What throws errors is created in each bundle, because `instanceof FathomError` only
 * recognises the class of its own bundle.
 */
export function getDeps(): Deps {
  own ??= withOwnClasses((holder.koppelingDeps ??= createDeps(requireEnvironment())));
  return own;
}

function withOwnClasses(shared: Deps): Deps {
  return {
    ...shared,
    fathom: connectFathom(() => shared),
    secretBox: createSecretBox(shared.config.settingsEncryptionKeys),
  };
}
