import { rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

let bundled: Promise<string> | null = null;

/**
 * The worker as one file, made once per process: a seed starts a handful of workers, and most of what each costs is
 * otherwise the loading of its sources. @returns the file
 */
export function bundleWorker(): Promise<string> {
  bundled ??= buildWorker();
  return bundled;
}

async function buildWorker(): Promise<string> {
  // Below the api, so that what is left outside is found from there; by process, so that two campaigns don't meet.
  const api = path.resolve(import.meta.dirname, "../../../packages/api");
  const outfile = path.join(api, `node_modules/.cache/chaos-worker-${process.pid}.mjs`);
  await build({
    entryPoints: [path.join(import.meta.dirname, "worker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
    external: ["pg-native", "@node-rs/argon2"],
    // CommonJS dependencies expect what a module does not have.
    banner: {
      js: `import { createRequire as chaosRequire } from "node:module"; const require = chaosRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;`,
    },
  });
  process.once("exit", () => rmSync(outfile, { force: true }));
  return outfile;
}
