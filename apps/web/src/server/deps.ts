import { hostname } from "node:os";
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
  own ??= withOwnClasses((holder.koppelingDeps ??= createSharedDeps()));
  return own;
}

/** One process of a machine listens on a port: under that name a start finds what the instance before it left. */
function createSharedDeps(): Deps {
  const environment = requireEnvironment();
  return createDeps(environment, { config: { leaseHolder: `${hostname()}:${environment.port}` } });
}

function withOwnClasses(shared: Deps): Deps {
  return {
    ...shared,
    fathom: connectFathom(() => shared),
    secretBox: createSecretBox(shared.config.settingsEncryptionKeys),
  };
}
