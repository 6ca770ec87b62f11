/**
 * Which Fathom an API key was given to: the origin of its address. A key that is stored goes to no other one, so that
 * another address in the environment draws no key out of the database. This machine is one audience whatever the
 * port, since the sandbox takes another one when its own is in use.
 */
export function nameAudience(baseUrl: string): string {
  const { origin, hostname } = new URL(baseUrl);
  const isThisMachine = hostname === "localhost" || hostname === "[::1]" || /^127\.[\d.]+$/.test(hostname);
  return isThisMachine ? THIS_MACHINE : origin;
}

export const THIS_MACHINE = "this machine";
