// Fails when prisma/migrations do not lead to what prisma/schema.prisma says.

import { spawnSync } from "node:child_process";
import path from "node:path";
import { startTestCluster, TEMPLATE_DATABASE } from "../tools/testing/src/test-cluster";

const rootDir = path.resolve(import.meta.dirname, "..");
const cluster = await startTestCluster();
const url = new URL(cluster.adminUrl);
url.pathname = `/${TEMPLATE_DATABASE}`;
const { status } = spawnSync(
  process.execPath,
  [
    path.join(rootDir, "node_modules/prisma/build/index.js"),
    ...["migrate", "diff", "--from-config-datasource", "--to-schema", "prisma/schema.prisma", "--exit-code"],
  ],
  {
    cwd: rootDir,
    env: { ...process.env, DATABASE_URL: url.href, DIRECT_DATABASE_URL: url.href },
    stdio: "inherit",
  },
);
await cluster.stop();
process.exitCode = status ?? 1;
