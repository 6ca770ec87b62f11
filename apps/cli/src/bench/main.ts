import { measureWebhooks } from "./measure-webhooks";

/** The part of `npm run bench` that needs the built dashboard. */
await measureWebhooks(process.argv.includes("--quick") ? 4 : 20);
