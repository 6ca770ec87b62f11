import { createDeps } from "@koppeling/api/create-deps";
import type { Deps } from "@koppeling/api/deps";
import { requireEnvironment } from "@/server/environment";

const holder = globalThis as { koppelingDeps?: Deps };

/** Once per process. A module variable is not enough: Next bundles this file more than once. */
export function getDeps(): Deps {
  holder.koppelingDeps ??= createDeps(requireEnvironment());
  return holder.koppelingDeps;
}
