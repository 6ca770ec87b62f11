// The command line. Results go to stdout, everything else to stderr.

import { ROLES } from "@koppeling/api/context";
import { Command, Option } from "commander";
import { backupCommand } from "./commands/backup";
import { doctorCommand } from "./commands/doctor";
import { registerInngestCommand } from "./commands/inngest";
import { migrateCommand } from "./commands/migrate";
import { reconcileCommand } from "./commands/reconcile";
import { importRepsCommand, listRepsCommand } from "./commands/reps";
import { restoreCommand } from "./commands/restore";
import { runtimeRoleCommand } from "./commands/runtime-role";
import { seedCommand } from "./commands/seed";
import {
  importEnvironmentCommand,
  rotateKeyCommand,
  sealSettingsCommand,
  showSettingsCommand,
  verifySettingsCommand,
} from "./commands/settings";
import { type SyncOptions, syncCommand } from "./commands/sync";
import { testConnectionCommand } from "./commands/test-connection";
import {
  type CreateUserOptions,
  createUserCommand,
  disableUserCommand,
  listUsersCommand,
  resetSecondFactorCommand,
} from "./commands/users";
import { describeError } from "./describe-error";
import type { Output } from "./output";

/** Dates and big numbers as JSON has them. */
const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner), 2);

/** Runs a command and says how it went, in the form that was asked for. */
async function run({ json }: { json?: boolean }, work: () => Promise<Output>): Promise<void> {
  try {
    const output = await work();
    process.stdout.write(`${json ? toJson(output.json) : output.text}\n`);
    process.exitCode = output.exitCode ?? 0;
  } catch (error) {
    const message = describeError(error);
    if (json) process.stdout.write(`${toJson({ success: false, message })}\n`);
    process.stderr.write(`${message}\n`);
    process.exitCode = 1;
  }
}

const program = new Command("koppeling")
  .description("Fathom Koppeling from the command line. Exit codes: 0 success, 2 partly, 1 failed.")
  .configureHelp({ showGlobalOptions: true })
  .addHelpText("after", "\nFor the result alone on stdout: npm run --silent koppeling -- sync --json")
  .showHelpAfterError("(--help shows what there is)");

/** Every command takes --json. */
const command = (parent: Command, usage: string, about: string): Command =>
  parent.command(usage).description(about).option("--json", "the result as JSON on stdout");

command(program, "sync", "import what Fathom recorded: since the last sync, or in a window")
  .addOption(new Option("--hours <hours>", "so many hours back").choices(["24", "168", "720"]))
  .option("--from <moment>", "from this moment on (2026-11-01 or 2026-11-01T09:00:00Z)")
  .option("--to <moment>", "until this moment; default: now")
  .option("--rep <email>", "of one sales rep only")
  .action((options: SyncOptions & { json?: boolean }) => run(options, () => syncCommand(options)));

command(program, "reconcile", "compare what is here with what Fathom lists, and fetch what is missing")
  .option("--days <days>", "of so many days back; default: 30")
  .action((options: { days?: string; json?: boolean }) => run(options, () => reconcileCommand(options)));

command(program, "test-connection", "ask Fathom with the key that is in use").action(
  (options: { json?: boolean }) => run(options, testConnectionCommand),
);

const reps = program.command("reps").description("sales reps");
command(reps, "list", "all sales reps, with their figures").action((options: { json?: boolean }) =>
  run(options, listRepsCommand),
);
command(reps, "import", "make sales reps of Fathom's team members")
  .option("--dry-run", "only show who they would be")
  .action((options: { json?: boolean; dryRun?: boolean }) => run(options, () => importRepsCommand(options)));

const users = program.command("users").description("who may sign in");
command(users, "create <email>", "let somebody sign in")
  .option("--name <name>", "how they are called")
  .addOption(new Option("--role <role>", "what they may do").choices(ROLES).default("viewer"))
  .option("--password-stdin", "read the password from stdin; without it one is made and shown once")
  .action((email: string, options: CreateUserOptions & { json?: boolean }) =>
    run(options, () => createUserCommand(email, options)),
  );
command(users, "list", "everybody who may sign in").action((options: { json?: boolean }) =>
  run(options, listUsersCommand),
);
command(users, "disable <email>", "end somebody's access at once").action(
  (email: string, options: { json?: boolean }) => run(options, () => disableUserCommand(email)),
);
command(users, "reset-second-factor <email>", "let somebody in who has lost app and recovery codes").action(
  (email: string, options: { json?: boolean }) => run(options, () => resetSecondFactorCommand(email)),
);

const settings = program.command("settings").description("settings");
command(settings, "show", "the settings, secrets masked").action((options: { json?: boolean }) =>
  run(options, showSettingsCommand),
);
command(settings, "import-env", "store what FATHOM_API_KEY and FATHOM_WEBHOOK_SECRET hold, sealed")
  .option("--replace", "also in the place of others that are stored")
  .action((options: { json?: boolean; replace?: boolean }) =>
    run(options, () => importEnvironmentCommand(options)),
  );
command(settings, "seal", "seal secrets that an older installation left open (once)").action(
  (options: { json?: boolean }) => run(options, sealSettingsCommand),
);
command(settings, "rotate-key", "seal every secret anew with the first of SETTINGS_ENCRYPTION_KEYS").action(
  (options: { json?: boolean }) => run(options, rotateKeyCommand),
);
command(settings, "verify", "which keys the stored secrets need, and whether they open").action(
  (options: { json?: boolean }) => run(options, verifySettingsCommand),
);

const inngest = program.command("inngest").description("the Inngest server, where it runs the jobs");
command(inngest, "register", "after a deploy: tell it of the jobs, and where it reaches them").action(
  (options: { json?: boolean }) => run(options, registerInngestCommand),
);

command(program, "migrate", "bring the database up to this version").action((options: { json?: boolean }) =>
  run(options, migrateCommand),
);
command(program, "backup <file>", "write the whole database into one file, while everything goes on").action(
  (file: string, options: { json?: boolean }) => run(options, () => backupCommand(file)),
);
command(program, "restore <file>", "put a backup into an empty database, and check that all of it agrees")
  .option("--into <address>", "another database than that of this installation (postgresql://…)")
  .action((file: string, options: { into?: string; json?: boolean }) =>
    run(options, () => restoreCommand(file, options)),
  );
command(
  program,
  "runtime-role <name>",
  "make the database account that the app runs under, owning nothing",
).action((name: string, options: { json?: boolean }) => run(options, () => runtimeRoleCommand(name)));
command(program, "seed", "make the sales reps of the demo company").action((options: { json?: boolean }) =>
  run(options, seedCommand),
);
command(program, "doctor", "say everything that is wrong with this installation").action(
  (options: { json?: boolean }) => run(options, doctorCommand),
);

await program.parseAsync();
process.exit();
