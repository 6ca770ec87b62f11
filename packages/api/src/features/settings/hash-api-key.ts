import { createHmac } from "node:crypto";
import { type Deps } from "../../deps";

/** Names a key without saying anything of it: what is kept beside a key is kept under this. */
export function hashApiKey(deps: Deps, apiKey: string): string {
  return createHmac("sha256", deps.config.auditHmacKey)
    .update(`api-key|${apiKey}`)
    .digest("base64url")
    .slice(0, 22);
}
