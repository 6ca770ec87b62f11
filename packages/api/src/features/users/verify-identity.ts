import { z } from "zod";
import { addressSchema } from "../../address-schema";
import { type Deps } from "../../deps";
import { noteFailedSignIn, noteSignIn } from "./note-sign-in";
import { type SignedIn } from "./verify-credentials";

/** Of the claims that an OpenID Connect provider makes, what counts here. */
const claimsSchema = z.object({ email: addressSchema, email_verified: z.literal(true) });

/**
 * Checks a sign-in by an OpenID Connect provider, whose token has been verified already. Only an active user who is
 * here already gets in, by an e-mail address that the provider has verified: it makes nobody, and gives no role.
 * @returns the user, or null
 */
export async function verifyIdentity(
  deps: Deps,
  claims: unknown,
  ipAddress: string | null,
): Promise<SignedIn | null> {
  const parsed = claimsSchema.safeParse(claims);
  const email = parsed.success ? parsed.data.email : null;
  const user = email
    ? await deps.db.prisma.user.findUnique({
        where: { email },
        select: { id: true, email: true, name: true, role: true, active: true, sessionVersion: true },
      })
    : null;
  if (!user?.active) {
    await noteFailedSignIn(
      deps,
      { userId: user?.id ?? null, ipAddress },
      { action: "sign_in.failed", subject: email, details: { way: "oidc", verified: parsed.success } },
    );
    return null;
  }
  await noteSignIn(deps, user, { ipAddress, way: "oidc" });
  const { id, name, role, sessionVersion } = user;
  return { id, email: user.email, name, role, sessionVersion };
}
