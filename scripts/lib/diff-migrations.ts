import { spawnSync } from "node:child_process";
import path from "node:path";
import { startTestCluster, TEMPLATE_DATABASE } from "../../tools/testing/src/test-cluster";

export const rootDir = path.resolve(import.meta.dirname, "../..");

/**
 * Compares what prisma/migrations make, in a database of its own, with prisma/schema.prisma.
 * @param option `--exit-code` for a status of 2 where they differ, `--script` for the statements in `output`
 */
export async function diffMigrations(
  option: "--exit-code" | "--script",
): Promise<{ status: number; output: string }> {
  const cluster = await startTestCluster();
  const url = new URL(cluster.adminUrl);
  url.pathname = `/${TEMPLATE_DATABASE}`;
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      path.join(rootDir, "node_modules/prisma/build/index.js"),
      ...["migrate", "diff", "--from-config-datasource", "--to-schema", "prisma/schema.prisma", option],
    ],
    {
      cwd: rootDir,
      env: { ...process.env, DATABASE_URL: url.href, DIRECT_DATABASE_URL: url.href },
      stdio: ["ignore", "pipe", "inherit"],
      encoding: "utf8",
    },
  );
  await cluster.stop();
  return { status: status ?? 1, output: stdout };
}
