// npm start: everything that a working installation needs, on this machine.

import path from "node:path";
import { parseArgs } from "node:util";
import { buildWeb, webServerFile } from "./build-web";
import { runStart } from "./run-start";
import { startWebServer } from "./web-server";

const { values: flags } = parseArgs({ options: { "no-sync": { type: "boolean", default: false } } });

process.exitCode = await runStart(
  async ({ prepared, runStep, cleanup, signal }) => {
    const { loaded, host, port } = prepared;
    const { rootDir, dataDir } = loaded;
    await runStep("Build of the dashboard", async (tell) => {
      const built = await buildWeb({ rootDir, environment: loaded.configured, signal });
      if (!built) tell("nothing has changed");
    });
    const logFile = path.join(dataDir, "web.log");
    const web = await runStep("Dashboard", async (tell) => {
      const server = webServerFile(rootDir);
      const environment = { ...loaded.values, NODE_ENV: "production" };
      const started = await startWebServer({
        ...{ program: [server], cwd: path.dirname(server), environment, logFile, host, port, signal },
      });
      cleanup.defer("The dashboard", started.stop);
      tell(prepared.address);
      return started;
    });
    return { web, logFile: path.relative(rootDir, logFile) };
  },
  { sync: !flags["no-sync"] },
);
process.exit();
