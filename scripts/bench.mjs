import { runTypeScript } from "./lib/run-typescript.mjs";

await runTypeScript("bench/main.ts");
