import { randomBytes } from "node:crypto";
import { text as readAll } from "node:stream/consumers";
import type { Role } from "@koppeling/api/context";
import { createUser } from "@koppeling/api/features/users/create-user";
import { disableUser } from "@koppeling/api/features/users/disable-user";
import { listUsers } from "@koppeling/api/features/users/list-users";
import { resetSecondFactor } from "@koppeling/api/features/users/remove-second-factor";
import { SHORTEST_PASSWORD } from "@koppeling/api/features/users/user-schemas";
import { CliError } from "../cli-error";
import { withInstallation } from "../open-installation";
import { formatMoment, formatTable, type Output } from "../output";

export interface CreateUserOptions {
  name?: string;
  role: Role;
  passwordStdin?: boolean;
}

/** Never an argument: those are seen by everyone on the machine. */
async function readPassword(): Promise<string> {
  const password = (await readAll(process.stdin)).replace(/\r?\n$/, "");
  if (password.length >= SHORTEST_PASSWORD) return password;
  throw new CliError(`A password has at least ${SHORTEST_PASSWORD} characters.`);
}

/** `users create` */
export async function createUserCommand(email: string, options: CreateUserOptions): Promise<Output> {
  const { name, role } = options;
  const given = options.passwordStdin ? await readPassword() : null;
  const password = given ?? randomBytes(15).toString("base64url");
  const user = await withInstallation(({ deps }) => createUser(deps, { email, name, role, password }));
  const generatedPassword = given === null ? password : null;
  const shown = generatedPassword ? `\nPassword: ${generatedPassword}   (shown once: pass it on safely)` : "";
  return { json: { ...user, generatedPassword }, text: `${user.email} can sign in as ${user.role}.${shown}` };
}

/** `users list` */
export async function listUsersCommand(): Promise<Output> {
  const users = await withInstallation(({ deps }) => listUsers(deps));
  const rows = users.map((user) => [
    ...[
      user.email,
      user.name ?? "",
      user.role,
      formatMoment(user.lastSignInAt),
      user.disabledAt ? "disabled" : user.invitePending ? "invited" : "",
    ],
  ]);
  return { json: users, text: formatTable(["E-mail", "Name", "Role", "Last sign-in", ""], rows) };
}

/** `users disable` */
export async function disableUserCommand(email: string): Promise<Output> {
  await withInstallation(({ deps }) => disableUser(deps, { email }));
  return {
    json: { email, active: false },
    text: `${email} can no longer sign in; open sessions have ended.`,
  };
}

/** `users reset-second-factor`: the way out for an admin who has lost app and recovery codes, when there is no other. */
export async function resetSecondFactorCommand(email: string): Promise<Output> {
  const reset = await withInstallation(({ deps }) => resetSecondFactor(deps, { email }));
  return {
    json: { email, reset },
    text: reset ? `${email} signs in with the password alone again.` : `${email} has no second factor.`,
  };
}
