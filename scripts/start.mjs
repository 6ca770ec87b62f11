import { runTypeScript } from "./lib/run-typescript.mjs";

await runTypeScript("apps/cli/src/start/main.ts");
