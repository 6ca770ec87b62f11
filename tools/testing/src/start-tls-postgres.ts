import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmbeddedPostgres } from "@koppeling/embedded-postgres/start-embedded-postgres";
import pg from "pg";
import { findProgram } from "./find-program";
import { createTemporaryDirectory } from "./temporary-directory";

/** Null where this machine has none. */
export const openssl = findProgram("openssl");

/** Certificates that the authority signed, for localhost and 127.0.0.1 but for the last two. */
const CERTIFICATES = {
  good: { from: "20200101000000Z", until: "20990101000000Z", names: "DNS:localhost,IP:127.0.0.1" },
  expired: { from: "20200101000000Z", until: "20200201000000Z", names: "DNS:localhost,IP:127.0.0.1" },
  future: { from: "20900101000000Z", until: "20990101000000Z", names: "DNS:localhost,IP:127.0.0.1" },
  byName: { from: "20200101000000Z", until: "20990101000000Z", names: "DNS:localhost" },
  otherName: { from: "20200101000000Z", until: "20990101000000Z", names: "DNS:db.example.com" },
};
export type CertificateName = keyof typeof CERTIFICATES;

export interface TlsPostgres extends AsyncDisposable {
  /** Without a word of TLS; its host is `localhost`. */
  url: string;
  /** The files of the authority that signed, and of another one. */
  authority: string;
  otherAuthority: string;
  /** From now on the server shows this certificate, or speaks no TLS. */
  show: (certificate: CertificateName | "none") => Promise<void>;
  /** From now on the server takes connections over TLS only. */
  requireTls: () => Promise<void>;
}

function runOpenssl(directory: string, args: string[]): void {
  const { status, stderr } = spawnSync(openssl ?? "openssl", args, { cwd: directory, encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl ${args.join(" ")}: ${stderr}`);
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

function makeCertificates(directory: string): void {
  for (const name of ["authority", "other"])
    runOpenssl(directory, [
      ...["req", "-x509", ...NEW_KEY, "-days", "30", "-subj", `/CN=${name} of a test`],
      ...["-keyout", `${name}.key`, "-out", `${name}.pem`],
    ]);
  writeFileSync(path.join(directory, "index.txt"), "");
  writeFileSync(
    path.join(directory, "ca.cnf"),
    `[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
`,
  );
  for (const [name, { from, until, names }] of Object.entries(CERTIFICATES)) {
    runOpenssl(directory, [
      ...["req", ...NEW_KEY, "-subj", `/CN=${name}`, "-addext", `subjectAltName=${names}`],
      ...["-keyout", `${name}.key`, "-out", `${name}.csr`],
    ]);
    runOpenssl(directory, [
      ...[
        "ca",
        "-batch",
        "-config",
        "ca.cnf",
        "-cert",
        "authority.pem",
        "-keyfile",
        "authority.key",
        "-notext",
      ],
      ...["-startdate", from, "-enddate", until, "-in", `${name}.csr`, "-out", `${name}.pem`],
    ]);
  }
}

/** A PostgreSQL of its own that speaks TLS, with an authority that nobody knows. */
export async function startTlsPostgres(): Promise<TlsPostgres> {
  const directory = createTemporaryDirectory();
  const inDirectory = (name: string) => path.join(directory.path, name);
  makeCertificates(directory.path);
  const server = await startEmbeddedPostgres({
    dataDir: inDirectory("data"),
    password: "test",
    durable: false,
  });
  const { uid, gid } = statSync(server.dir);
  for (const name of Object.keys(CERTIFICATES)) {
    chmodSync(inDirectory(`${name}.key`), 0o600);
    chownSync(inDirectory(`${name}.key`), uid, gid);
  }
  const url = new URL(server.url);
  url.hostname = "localhost";

  /** Encrypted where the server can, so that a new session always gets in. */
  const ask = async (...statements: string[]) => {
    for (const ssl of [{ rejectUnauthorized: false }, false]) {
      const client = new pg.Client({ connectionString: server.url, ssl });
      client.on("error", () => {}); // told by connect
      try {
        await client.connect();
        let last: pg.QueryResult<Record<string, string>> | undefined;
        for (const statement of statements) last = await client.query(statement);
        return last?.rows[0];
      } catch (error) {
        if (!ssl) throw error;
      } finally {
        await client.end();
      }
    }
    return undefined;
  };
  const set = async (settings: Record<string, string>) => {
    await ask(
      ...Object.entries(settings).map(([name, value]) => `ALTER SYSTEM SET ${name} = '${value}'`),
      "SELECT pg_reload_conf()",
    );
    for (const [name, value] of Object.entries(settings)) {
      // A new session has what the server has read by then.
      while ((await ask(`SELECT current_setting('${name}') AS value`))?.value !== value) await sleep(20);
    }
  };
  return {
    url: url.href,
    authority: inDirectory("authority.pem"),
    otherAuthority: inDirectory("other.pem"),
    show: async (name) => {
      if (name === "none") return await set({ ssl: "off" });
      const files = { ssl_cert_file: inDirectory(`${name}.pem`), ssl_key_file: inDirectory(`${name}.key`) };
      await set({ ...files, ssl: "on" });
    },
    requireTls: async () => {
      const file = path.join(server.dir, "pg_hba.conf");
      writeFileSync(file, `hostnossl all all all reject\n${readFileSync(file, "utf8")}`);
      await set({ ssl: "on" });
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      directory[Symbol.dispose]();
    },
  };
}
