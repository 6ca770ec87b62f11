import { findDatabaseUrlFault } from "@koppeling/db/read-database-url";
import { isLocalHost } from "./check-public-address";

type DatabaseUrls = { DATABASE_URL?: string | undefined; DIRECT_DATABASE_URL?: string | undefined };

const schemaOf = (url: string): string => new URL(url).searchParams.get("schema") || "public";
const hostOf = (url: URL): string => url.searchParams.get("host") ?? url.hostname;
/** A path is a socket of this machine. */
const isPublic = (url: URL): boolean => !hostOf(url).startsWith("/") && !isLocalHost(hostOf(url));

/**
 * What is wrong with the addresses of the database, beyond their being none. Looks at the files that they name.
 * @returns each fault as a sentence that says what to do, without the value
 */
export function findDatabaseUrlFaults({ DATABASE_URL, DIRECT_DATABASE_URL }: DatabaseUrls): string[] {
  const urls = Object.entries({ DATABASE_URL, DIRECT_DATABASE_URL }).flatMap(([name, value]) =>
    value && /^postgres(ql)?:/.test(value) && URL.canParse(value) ? [{ name, url: value }] : [],
  );
  const faults = urls.flatMap(({ name, url }) => {
    const { searchParams } = new URL(url);
    const isOpen =
      searchParams.get("sslmode") === "disable" || /^(0|false)$/.test(searchParams.get("ssl") ?? "");
    if (isOpen && isPublic(new URL(url)))
      return [
        `${name} must not switch TLS off (sslmode) towards a public host: everything would travel in the clear, its password first. Take sslmode=verify-full, or sslmode=require.`,
      ];
    const fault = findDatabaseUrlFault(url);
    return fault ? [`${name}: ${fault}`] : [];
  });
  const [one, other] = urls;
  return one && other && schemaOf(one.url) !== schemaOf(other.url)
    ? [
        ...faults,
        "DIRECT_DATABASE_URL must name the same ?schema= as DATABASE_URL: migrations would go elsewhere.",
      ]
    : faults;
}

/** Where a database on a public host says nothing of TLS, it is spoken to over TLS. */
export function requireTlsInPublic(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const says = ["sslmode", "ssl", "sslrootcert"].some((name) => url.searchParams.has(name));
  if (says || !isPublic(url)) return databaseUrl;
  url.searchParams.set("sslmode", "require");
  return url.href;
}
