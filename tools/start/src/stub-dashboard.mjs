// Stands in for the built dashboard in tests of the start: healthy at once, and gone with whoever started it.

import { createServer } from "node:http";

const server = createServer((request, response) => {
  response.end(JSON.stringify({ status: "ok", url: request.url, database: process.env.DATABASE_URL }));
});
server.listen(Number(process.env.PORT), process.env.HOSTNAME);
const stop = () => {
  console.log("finished the page in hand");
  process.exit(0);
};
process.on("SIGTERM", stop);
process.on("disconnect", stop);
