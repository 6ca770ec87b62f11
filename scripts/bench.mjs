import { runTypeScript } from "./lib/run-typescript.mjs";

// Without --only everything is measured, which takes about half an hour; the pace and the memory are the most of it.
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : null;
if (only !== "webhooks") await runTypeScript("packages/api/bench/main.ts");
if (only === null || only === "webhooks") await runTypeScript("apps/cli/src/bench/main.ts");
