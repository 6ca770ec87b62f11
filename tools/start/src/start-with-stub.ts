// npm start without the build and the real dashboard, for tests.

import path from "node:path";
import { runStart } from "./run-start";
import { startWebServer } from "./web-server";

process.exitCode = await runStart(
  async ({ prepared: { loaded, host, port, address }, runStep, cleanup, signal }) => {
    const logFile = path.join(loaded.dataDir, "web.log");
    const web = await runStep("Dashboard", async (tell) => {
      const program = [path.join(import.meta.dirname, "stub-dashboard.mjs")];
      const environment = loaded.values;
      const server = await startWebServer({
        program,
        cwd: loaded.dataDir,
        environment,
        logFile,
        host,
        port,
        signal,
      });
      cleanup.defer("The dashboard", server.stop);
      tell(address);
      return server;
    });
    return { web, logFile };
  },
  { sync: !process.argv.includes("--no-sync") },
);
process.exit();
