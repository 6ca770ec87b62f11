// Fails when prisma/migrations do not lead to what prisma/schema.prisma says.

import { diffMigrations } from "./lib/diff-migrations";

const { status, output } = await diffMigrations("--exit-code");
process.stdout.write(output);
process.exitCode = status;
