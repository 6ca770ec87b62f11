import { runTypeScript } from "./lib/run-typescript.mjs";

await runTypeScript("packages/api/fuzz/main.ts");
