// Builds the dashboard for `npm test`, which `npm start` then need not do.

import { describeError } from "@koppeling/cli/describe-error";
import { loadEnvironment, REPOSITORY_ROOT } from "@koppeling/cli/env";
import { buildWeb } from "./build-web";

try {
  const built = await buildWeb({ rootDir: REPOSITORY_ROOT, environment: loadEnvironment().configured });
  console.log(built ? "Built." : "Built before, from the same sources.");
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
