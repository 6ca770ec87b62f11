// Makes the sales reps of the demo company; nothing when there are reps already. Run by `npx prisma db seed`, and the
// same as `npm run koppeling -- seed`.

import { seedCommand } from "../apps/cli/src/commands/seed";

console.log((await seedCommand()).text);
