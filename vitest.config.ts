import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

type PluginOption = NonNullable<ViteUserConfig["plugins"]>[number];

const root = import.meta.dirname;

/** The plugin is a dependency of the app that needs it. */
async function loadReactPlugin(): Promise<PluginOption> {
  const fromWeb = createRequire(path.join(root, "apps/web/package.json"));
  const url = pathToFileURL(fromWeb.resolve("@vitejs/plugin-react")).href;
  const plugin = (await import(url)) as { default: () => PluginOption };
  return plugin.default();
}

const shared = {
  // The first tests with a database wait for it to be made.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  exclude: ["**/node_modules/**", "**/.next/**", "**/e2e/**"],
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: "node",
          root,
          environment: "node",
          // Files share their modules, since importing Prisma, tRPC and Inngest anew for each took a quarter of the time.
          // What has state comes in by deps; a test that changes a module or the environment puts it back.
          isolate: false,
          include: ["packages", "apps/cli", "tools", "scripts", "tests"].map(
            (folder) => `${folder}/**/*.test.ts`,
          ),
          globalSetup: ["tools/testing/src/vitest-global-setup.ts"],
        },
      },
      {
        plugins: [await loadReactPlugin()],
        resolve: { alias: { "@": path.join(root, "apps/web/src") } },
        test: {
          ...shared,
          name: "web",
          root: path.join(root, "apps/web"),
          // A test that needs a page says so in its first line.
          environment: "node",
          isolate: false,
          include: ["src/**/*.test.{ts,tsx}"],
        },
      },
    ],
  },
});
