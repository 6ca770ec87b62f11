import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { startTestCluster, type TestCluster } from "./test-cluster";

declare module "vitest" {
  interface ProvidedContext {
    testClusterDoor: string;
  }
}

/**
 * One PostgreSQL for the whole run; each test takes a copy of its template. The first test that asks for it starts it,
 * so that a run of files without a database takes a second.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<TestCluster> | null = null;
  const door = createServer((_request, response) => {
    starting ??= startTestCluster();
    starting.then(
      ({ adminUrl }) => response.end(adminUrl),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  }).listen(0, "127.0.0.1");
  await once(door, "listening");
  project.provide("testClusterDoor", `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.closeAllConnections();
    door.close();
    await starting?.then(
      (cluster) => cluster.stop(),
      () => undefined, // the tests have said why it did not start
    );
  };
}
