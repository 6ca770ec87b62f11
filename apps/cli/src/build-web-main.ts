// Builds the dashboard for `npm test`, which `npm start` then need not do.

import { describeError } from "./describe-error";
import { loadEnvironment, REPOSITORY_ROOT } from "./env";
import { buildWeb } from "./start/build-web";

try {
  const built = await buildWeb({ rootDir: REPOSITORY_ROOT, environment: loadEnvironment().configured });
  console.log(built ? "Built." : "Built before, from the same sources.");
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
