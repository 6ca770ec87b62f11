import { z } from "zod";
import { addressSchema } from "../../address-schema";
import { type Deps } from "../../deps";
import { noteFailedSignIn, noteSignIn } from "./note-sign-in";
import { type SignedIn } from "./verify-credentials";

/** Of the claims that an OpenID Connect provider makes, what counts here. */
const claimsSchema = z.object({
  email: addressSchema,
  email_verified: z.literal(true),
  sub: z.string().min(1).max(255),
});

/**
 * Checks a sign-in by an OpenID Connect provider, whose token has been verified already. Only an active user who is
 * here already gets in, by an e-mail address that the provider has verified: it makes nobody, and gives no role. From the
 * first sign-in on it must be the same person to the provider (OpenID Connect Core 5.7: `sub` and issuer alone are never
 * given to another), since an address may be. Disabling and enabling a user forgets that.
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
  const isTheirs = user?.active && parsed.success && (await pinSubject(deps, user.id, parsed.data.sub));
  if (!isTheirs) {
    await noteFailedSignIn(
      deps,
      { userId: user?.id ?? null, ipAddress },
      {
        action: "sign_in.failed",
        subject: email,
        details: {
          way: "oidc",
          verified: parsed.success,
          anotherSubject: isTheirs === false && Boolean(user?.active),
        },
      },
    );
    return null;
  }
  await noteSignIn(deps, user, { ipAddress, way: "oidc" });
  const { id, name, role, sessionVersion } = user;
  return { id, email: user.email, name, role, sessionVersion };
}

/** @returns whether this is the provider's subject of the user, who has had none until now or this one */
async function pinSubject(deps: Deps, id: string, sub: string): Promise<boolean> {
  const oidcSubject = `${deps.config.oidc?.issuer ?? ""} ${sub}`;
  const { count } = await deps.db.prisma.user.updateMany({
    where: { id, OR: [{ oidcSubject: null }, { oidcSubject }] },
    data: { oidcSubject },
  });
  return count === 1;
}
