import { readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

const REPOSITORY_ROOT = path.resolve(import.meta.dirname, "../../..");
const bundled = new Map<string, Promise<URL>>();

/**
 * A TypeScript program as one file, made once per process: most of what a start costs is otherwise the loading of its
 * sources.
 * @param program where it is: `new URL("./main.ts", import.meta.url)`
 * @returns the file, which the next process that bundles the program replaces
 */
export function bundleProgram(program: URL): Promise<URL> {
  const file = fileURLToPath(program);
  const known = bundled.get(file) ?? bundle(file);
  bundled.set(file, known);
  return known;
}

/** Our sources find files beside themselves, which the bundle is not. */
const keepPlaces: Plugin = {
  name: "keep-places",
  setup: (bundling) => {
    bundling.onLoad({ filter: /\.m?ts$/ }, ({ path: file }) => {
      if (file.includes("/node_modules/")) return undefined;
      const contents = readFileSync(file, "utf8")
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(file).href))
        .replaceAll("import.meta.dirname", JSON.stringify(path.dirname(file)));
      return { contents, loader: "ts" };
    });
  },
};

async function bundle(file: string): Promise<URL> {
  // Below the api, so that what is left outside is found from there; renamed at the end, so that nobody reads a half.
  const cache = path.join(REPOSITORY_ROOT, "packages/api/node_modules/.cache");
  const name = path.relative(REPOSITORY_ROOT, file).replaceAll(/\W/g, "-");
  const outfile = path.join(cache, `${name}.mjs`);
  const draft = path.join(cache, `${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [file],
    outfile: draft,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
    external: ["pg-native", "@node-rs/argon2"],
    plugins: [keepPlaces],
    // CommonJS dependencies expect what a module does not have.
    banner: {
      js: `import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;`,
    },
  });
  renameSync(draft, outfile);
  return pathToFileURL(outfile);
}
