// A program for tests: starts a server and keeps it until it is killed.
import { startEmbeddedPostgres } from "./start-embedded-postgres";

const [dataDir = ""] = process.argv.slice(2);
const server = await startEmbeddedPostgres({ dataDir, password: "test", durable: false });
console.log(JSON.stringify({ port: server.port, dir: server.dir }));
setInterval(() => {}, 60_000);
