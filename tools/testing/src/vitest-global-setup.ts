import type { TestProject } from "vitest/node";
import { startTestCluster } from "./test-cluster";

declare module "vitest" {
  interface ProvidedContext {
    testClusterAdminUrl: string;
  }
}

/** One PostgreSQL for the whole run; each test takes a copy of its template. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  project.provide("testClusterAdminUrl", cluster.adminUrl);
  return () => cluster.stop();
}
