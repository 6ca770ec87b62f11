// npm run dev: like npm start, with hot reload, and with Inngest's dev server where that can be had.

import path from "node:path";
import { parseArgs } from "node:util";
import type { Values } from "@koppeling/cli/env";
import { runStart } from "./run-start";
import { startWebServer } from "./web-server";
import { startInngest } from "./start-inngest";

const { values: flags } = parseArgs({ options: { "no-sync": { type: "boolean", default: false } } });

process.exitCode = await runStart(
  async ({ prepared, runStep, cleanup, signal }) => {
    const { loaded, host, port, address } = prepared;
    const { rootDir, dataDir, values, configured } = loaded;
    let jobs: Values = {};
    if (!configured.JOBS) {
      jobs = await runStep("Inngest dev server", async (tell): Promise<Values> => {
        const appUrl = `http://127.0.0.1:${port}`;
        const inngest = await startInngest({ appUrl, dataDir, environment: configured, signal });
        if (!inngest) {
          tell("its command line cannot be had here, so the dashboard runs the jobs itself (JOBS=embedded)");
          return { JOBS: "embedded" };
        }
        cleanup.defer("Inngest", inngest.stop);
        tell(inngest.url);
        return { JOBS: "inngest", INNGEST_DEV: inngest.url, INNGEST_SERVE_ORIGIN: appUrl };
      });
    }
    const web = await runStep("Dashboard with hot reload", async (tell) => {
      const webDir = path.join(rootDir, "apps/web");
      const started = await startWebServer({
        program: [
          path.join(webDir, "node_modules/next/dist/bin/next"),
          "dev",
          "-H",
          host,
          "-p",
          String(port),
        ],
        cwd: webDir,
        environment: { ...values, ...jobs, NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1" },
        ...{ host, port, signal },
      });
      cleanup.defer("The dashboard", started.stop);
      tell(address);
      return started;
    });
    return { web, logFile: null };
  },
  { sync: !flags["no-sync"] },
);
process.exit();
