import { parseArgs } from "node:util";
import { createDemoWorld } from "./create-demo-world";
import { SANDBOX_API_KEY, startSandbox } from "./start-sandbox";

/** Runs a sandbox by itself: `tsx tools/sandbox/src/main.ts --port 4010 [--seed 1]`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: "string", default: "4010" }, seed: { type: "string", default: "1" } },
  });
  const world = createDemoWorld({ seed: Number(values.seed) });
  const sandbox = await startSandbox({ port: Number(values.port), world });
  console.log(`Fathom sandbox: ${sandbox.url}`);
  console.log(`API key:        ${SANDBOX_API_KEY}`);
  const stop = () => void sandbox.stop();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

void main();
