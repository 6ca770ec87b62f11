import { createFathomClient, type FathomClient, type FathomClientOptions } from "@koppeling/fathom/client";
import { SANDBOX_API_KEY, type Sandbox } from "@koppeling/sandbox/start-sandbox";

export type ClientOverrides = Partial<FathomClientOptions>;

/** A client for a sandbox. */
export function clientOf(sandbox: Sandbox, options: ClientOverrides = {}): FathomClient {
  return createFathomClient({ apiKey: SANDBOX_API_KEY, baseUrl: sandbox.url, ...options });
}
