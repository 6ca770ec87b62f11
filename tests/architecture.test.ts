import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const NOT_OURS = new Set(["node_modules", "generated", "test-results", "playwright-report", "coverage"]);
const SOURCE = /\.(ts|tsx|mts|mjs)$/;

/** What each workspace may import of the others: web, cli → api → db, fathom. Tests may use tools as well. */
const MAY_IMPORT: Record<string, string[]> = {
  "packages/db": [],
  "packages/fathom": [],
  "packages/api": ["@koppeling/db", "@koppeling/fathom"],
  "apps/cli": ["@koppeling/api", "@koppeling/db", "@koppeling/fathom"],
  "apps/web": ["@koppeling/api", "@koppeling/db", "@koppeling/fathom"],
};

/**
 * The rooms of packages/api and whom each may use, besides itself and the core. docs/architecture.md draws them; the
 * reasons are in docs/decisions/0015-rooms.md. `audit` and `settings` are the ground floor that all others stand on.
 */
const GROUND = ["audit", "settings"];
const ROOMS: Record<string, string[]> = {
  audit: [],
  users: GROUND,
  settings: ["audit"],
  connections: [...GROUND, "users"],
  matching: GROUND,
  runs: [...GROUND, "connections"],
  "sales-reps": [...GROUND, "matching", "connections"],
  recordings: [...GROUND, "runs", "matching", "connections"],
  sync: [...GROUND, "runs", "recordings", "matching", "connections"],
  reconcile: [...GROUND, "sync", "runs", "recordings"],
  rematch: [...GROUND, "runs", "recordings", "matching"],
  webhooks: [...GROUND, "recordings", "matching", "connections"],
  calls: [...GROUND, "recordings"],
  skipped: [...GROUND, "recordings", "matching", "runs", "rematch", "sales-reps"],
  health: [...GROUND, "runs"],
  overview: [...GROUND, "runs", "connections"],
};
/** What wires the rooms together; the rest of the core knows none of them. */
const WIRING = ["root", "jobs", "create-deps", "create-context"];

/** Which room alone writes a table. */
const WRITERS: Record<string, string> = {
  sync_runs: "runs",
  sync_run_recordings: "runs",
  recordings: "recordings",
  calls: "recordings",
  transcripts: "recordings",
  call_content: "recordings",
};
const MODELS: Record<string, string> = {
  sync_runs: "syncRun",
  sync_run_recordings: "syncRunRecording",
  recordings: "recording",
  calls: "call",
  transcripts: "transcript",
  call_content: "callContent",
};
/** What is never part of the running product. What stands further down may use what stands above it. */
const TOOLS = [
  "schema-engine",
  "embedded-postgres",
  "sandbox",
  "testing",
  "fuzz",
  "chaos",
  "start",
  "bench",
].map((name) => `@koppeling/${name}`);

/** Where the command line uses a tool, by `loadTool`, which has a sentence for an installation without it. */
const LOADS_TOOLS = [
  "apps/cli/src/local-secrets.ts",
  "apps/cli/src/open-database.ts",
  "apps/cli/src/open-sandbox.ts",
  "apps/cli/src/seed-demo-reps.ts",
];

/** Features whose files hold the words of a subject, or several actions on one thing, and are named after that. */
const NAMED_AFTER_THEIR_SUBJECT = [
  "connections/rate-budget.ts",
  "health/alert-settings.ts",
  "recordings/prepare-recording.ts",
  "recordings/transcript-lines.ts",
  "runs/end-run.ts",
  "runs/run-result.ts",
  "runs/load-run-result.ts",
  "runs/list-run-items.ts",
  "runs/run-transitions.ts",
  "sales-reps/save-sales-rep.ts",
  "settings/settings-registry.ts",
  "webhooks/event-store.ts",
];

/** Every file below a folder, as a path from the root with forward slashes. */
function listFiles(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name) || entry.name.startsWith(".")) return [];
    const name = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(name) : [name];
  });
}
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

const files = ["apps", "packages", "scripts", "tests", "tools"]
  .flatMap(listFiles)
  .filter((file) => SOURCE.test(file));
const isTest = (file: string) => /\.(test|spec)\.tsx?$/.test(file) || file.startsWith("apps/web/e2e/");
const isPackageSource = (file: string) => /^packages\/[^/]+\/src\//.test(file) && !isTest(file);

/** What a file imports, loads or exports anew, types included. */
function importsOf(file: string): string[] {
  const pattern = /(?:\bfrom|\bimport|\brequire|\.resolve)\s*\(?\s*["']([^"'\n]+)["']/g;
  return [...read(file).matchAll(pattern)].map((match) => match[1] ?? "");
}
const isOrIsIn = (specifier: string, name: string) => specifier === name || specifier.startsWith(`${name}/`);

type Manifest = { name: string; exports: object; dependencies: object; devDependencies: object };
const manifestOf = (workspace: string): Manifest => ({
  exports: {},
  dependencies: {},
  devDependencies: {},
  ...(JSON.parse(read(`${workspace}/package.json`)) as { name: string }),
});
const WORKSPACES = ["apps", "packages", "tools"].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder)).map((name) => `${folder}/${name}`),
);

/** Each offence as "file: what", so that a failure says where. */
const offences = (among: string[], find: (file: string) => string[]) =>
  among.flatMap((file) => find(file).map((what) => `${file}: ${what}`));

describe("imports", () => {
  it("are found at all", () => {
    expect(files.length).toBeGreaterThan(100);
    expect(importsOf("tests/architecture.test.ts")).toEqual(["node:fs", "node:path", "vitest"]);
  });

  it.each(Object.entries(MAY_IMPORT))("point down from %s", (workspace, allowed) => {
    const own = files.filter((file) => file.startsWith(`${workspace}/`));
    expect(own.length).toBeGreaterThan(0);
    const found = offences(own, (file) =>
      importsOf(file).filter((specifier) => {
        if (specifier.startsWith("@koppeling/")) {
          const tools = isTest(file) || LOADS_TOOLS.includes(file) ? TOOLS : [];
          return ![...allowed, ...tools].some((name) => isOrIsIn(specifier, name));
        }
        if (!specifier.startsWith(".")) return false;
        const target = path.posix.join(path.posix.dirname(file), specifier);
        return /^(apps|packages|tools)\//.test(target) && !target.startsWith(`${workspace}/`);
      }),
    );
    expect(found).toEqual([]);
    const { dependencies, devDependencies } = manifestOf(workspace);
    const notAllowed = (declared: object, names: string[]) =>
      Object.keys(declared).filter((name) => name.startsWith("@koppeling/") && !names.includes(name));
    expect(notAllowed(dependencies, allowed)).toEqual([]);
    expect(notAllowed(devDependencies, [...allowed, ...TOOLS])).toEqual([]);
  });

  it("of tools by the command line come when they are needed, and may fail", () => {
    const loads = /^import(?! type)[^"]*"@koppeling\/([a-z-]+)/gm;
    for (const file of LOADS_TOOLS) {
      const atOnce = [...read(file).matchAll(loads)].map((match) => `@koppeling/${match[1]}`);
      expect(atOnce.filter((name) => TOOLS.includes(name))).toEqual([]);
      expect(read(file)).toMatch(/loadTool\(\s*\(\) => import\("@koppeling\//);
    }
  });

  it.each(TOOLS)("of %s are in tools that stand below it", (tool) => {
    const workspace = tool.replace("@koppeling", "tools");
    const below = TOOLS.slice(TOOLS.indexOf(tool) + 1);
    const { dependencies } = manifestOf(workspace);
    expect(Object.keys(dependencies).filter((name) => below.includes(name))).toEqual([]);
    expect(Object.keys(dependencies)).not.toContain("@koppeling/web");
  });

  it("know every tool", () => {
    const folders = readdirSync(path.join(ROOT, "tools"));
    expect(folders.map((folder) => `@koppeling/${folder}`).sort()).toEqual([...TOOLS].sort());
  });

  it.each(WORKSPACES)("find the doors of %s, and no door is there for nobody", (workspace) => {
    const { name, exports } = manifestOf(workspace);
    const used = files
      .filter((file) => !file.startsWith(`${workspace}/`))
      .flatMap(importsOf)
      .filter((specifier) => specifier.startsWith(`${name}/`))
      .map((specifier) => `./${specifier.slice(name.length + 1)}`);
    expect(Object.keys(exports)).toEqual([...new Set(used)].sort());
  });

  it("point down inside api: features know neither who runs them nor the lists that they are on", () => {
    const features = files.filter((file) => file.startsWith("packages/api/src/features/") && !isTest(file));
    expect(
      offences(features, (file) =>
        importsOf(file).filter((specifier) => {
          const target = path.posix.join(path.posix.dirname(file), specifier);
          return /^packages\/api\/src\/(executors\/|root$|jobs$|create-deps$)/.test(target);
        }),
      ),
    ).toEqual([]);
  });

  const roomOf = (file: string) => /^packages\/api\/src\/features\/([^/]+)\//.exec(file)?.[1] ?? "core";
  const apiFiles = files.filter((file) => file.startsWith("packages/api/src/") && !isTest(file));

  it("go from room to room only where the list of rooms says so", () => {
    expect(Object.keys(ROOMS).sort()).toEqual(
      [...new Set(apiFiles.map(roomOf))].filter((room) => room !== "core").sort(),
    );
    const isWiring = (file: string) => WIRING.includes(file.slice("packages/api/src/".length, -".ts".length));
    expect(
      offences(
        apiFiles.filter((file) => !isWiring(file)),
        (file) =>
          importsOf(file).filter((specifier) => {
            if (!specifier.startsWith(".")) return false;
            const [from, to] = [roomOf(file), roomOf(path.posix.join(path.posix.dirname(file), specifier))];
            return to !== "core" && to !== from && !ROOMS[from]?.includes(to);
          }),
      ),
    ).toEqual([]);
  });

  it("form no circle of rooms", () => {
    // A list that can be put in order, each room after those it uses, has no circle.
    const placed = new Set<string>();
    for (let before = -1; before !== placed.size; ) {
      before = placed.size;
      for (const [room, used] of Object.entries(ROOMS))
        if (used.every((name) => placed.has(name))) placed.add(room);
    }
    expect([...placed].sort()).toEqual(Object.keys(ROOMS).sort());
  });

  it.each(Object.entries(WRITERS))("leave the writing of %s to the room %s", (table, room) => {
    const statement = new RegExp(
      `\\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|TRUNCATE)\\s+"?${table}\\b`,
      "i",
    );
    const call = new RegExp(
      `\\.${MODELS[table]}\\s*\\.(?:create|update|upsert|delete)(?:Many|ManyAndReturn)?\\s*\\(`,
    );
    const writers = apiFiles.filter((file) => statement.test(read(file)) || call.test(read(file)));
    expect(writers.length).toBeGreaterThan(0);
    expect(writers.filter((file) => roomOf(file) !== room)).toEqual([]);
  });

  it("form no circle of files in the web, types included", () => {
    const own = files.filter((file) => file.startsWith("apps/web/src/") && !isTest(file));
    const targetOf = (from: string, specifier: string) => {
      const target = specifier.startsWith("@/")
        ? `apps/web/src/${specifier.slice(2)}`
        : specifier.startsWith(".") && path.posix.join(path.posix.dirname(from), specifier);
      return own.find((file) => target && file.replace(/\.tsx?$/, "") === target);
    };
    const left = new Map(own.map((file) => [file, importsOf(file).map((name) => targetOf(file, name))]));
    // What imports nothing that is left belongs to no circle.
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      for (const [file, used] of left) if (!used.some((name) => name && left.has(name))) left.delete(file);
    }
    expect(own.length).toBeGreaterThan(100);
    expect([...left.keys()]).toEqual([]);
  });

  it("of what a page alone renders are in that page, and in no route of the API", () => {
    const routes = files.filter((file) => file.startsWith("apps/web/src/app/api/"));
    expect(routes.length).toBeGreaterThan(0);
    expect(
      offences(routes, (file) => importsOf(file).filter((name) => name.includes("_components"))),
    ).toEqual([]);
  });

  it("of Inngest are in its executor alone", () => {
    expect(
      offences(
        files.filter((file) => isPackageSource(file) && !/\/executors\/inngest[^/]*$/.test(file)),
        (file) => importsOf(file).filter((name) => isOrIsIn(name, "inngest") || isOrIsIn(name, "@inngest")),
      ),
    ).toEqual([]);
  });

  it("of tRPC are in routers, root and trpc alone", () => {
    const knows = /\/(router|root|trpc)\.ts$/;
    expect(
      offences(
        files.filter((file) => isPackageSource(file) && !knows.test(file)),
        (file) => {
          const target = (specifier: string) => path.posix.join(path.posix.dirname(file), specifier);
          return importsOf(file).filter(
            (name) => isOrIsIn(name, "@trpc/server") || target(name) === "packages/api/src/trpc",
          );
        },
      ),
    ).toEqual([]);
  });

  it("of Next and React are in no package", () => {
    const apps = ["next", "next-auth", "react", "react-dom"];
    expect(
      offences(files.filter(isPackageSource), (file) =>
        importsOf(file).filter((specifier) => apps.some((name) => isOrIsIn(specifier, name))),
      ),
    ).toEqual([]);
  });
});

describe("packages", () => {
  it("never read the environment", () => {
    // Comments may speak of it.
    const code = (file: string) => read(file).replace(/\/\*[\s\S]*?\*\/|(?<![:"'`])\/\/.*$/gm, "");
    const environment = /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[|\bimport\.meta\.env\b/;
    expect(files.filter((file) => isPackageSource(file) && environment.test(code(file)))).toEqual([]);
  });

  it("have no barrels", () => {
    expect(files.filter((file) => isPackageSource(file) && /\/index\.tsx?$/.test(file))).toEqual([]);
  });
});

describe("statements", () => {
  it("take no lock that outlives a transaction", () => {
    // Behind a pooler that gives each transaction another connection, such a lock would be somebody else's.
    const lock = /pg_(try_)?advisory_lock(_shared)?\s*\(/;
    expect(files.filter((file) => !isTest(file) && lock.test(read(file)))).toEqual([]);
  });

  const running = files.filter((file) => /^(packages|apps)\//.test(file) && !isTest(file));

  it("keep nothing in a session, which behind a pooler is somebody else's by the next transaction", () => {
    const session = [
      /\bpg_notify\s*\(|["'`;]\s*(UN)?LISTEN\s/,
      /\bWITH HOLD\b|\bTEMP(ORARY)? TABLE\b|\bpg_temp\b/,
      /["'`;]\s*(SET (?!LOCAL\b|TRANSACTION\b)|PREPARE |DISCARD )/,
    ];
    expect(
      offences(running, (file) =>
        session.filter((pattern) => pattern.test(read(file))).map((pattern) => pattern.source),
      ),
    ).toEqual([]);
  });

  it("go over connections that are opened in one way, with what the address says of TLS and the schema", () => {
    expect(running.filter((file) => /\bnew pg\.(Client|Pool)\(/.test(read(file)))).toEqual([
      "packages/db/src/create-db.ts",
      "packages/db/src/with-connection.ts",
    ]);
  });
});

describe("names", () => {
  it("say what is in a file", () => {
    expect(files.filter((file) => /\/(utils?|helpers?|misc|common)(\.[a-z]+)+$/.test(file))).toEqual([]);
  });

  const features = "packages/api/src/features/";
  const named = files.filter(
    (file) =>
      file.startsWith(features) &&
      !isTest(file) &&
      !/(schemas?|router|\.job|\.sql)\.ts$/.test(file) &&
      !NAMED_AFTER_THEIR_SUBJECT.includes(file.slice(features.length)),
  );

  it.each(named)("are those of what a file exports: %s", (file) => {
    const [first = "", ...rest] = path.posix.basename(file, ".ts").split("-");
    const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
    const name = first + rest.map(capital).join("");
    const kinds = "(?:async function\\*?|function\\*?|const|class|type)";
    const exported = new RegExp(`^export ${kinds} (?:${name}|${capital(name)})\\b`, "m");
    expect(read(file)).toMatch(exported);
  });

  it("that are exceptions are of files that are there", () => {
    for (const file of NAMED_AFTER_THEIR_SUBJECT) expect(files).toContain(`${features}${file}`);
  });
});

describe("tests", () => {
  it("all run: none is singled out, skipped or still to be written", () => {
    const leftOut =
      /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:only|skip|skipIf|todo|fixme)\b|\bx(?:it|describe)\(/;
    const tests = files.filter((file) => /\.(test|spec)\.tsx?$/.test(file));
    expect(tests.length).toBeGreaterThan(20);
    expect(tests.filter((file) => leftOut.test(read(file)))).toEqual([]);
  });
});

describe("the lockfile", () => {
  it("names versions and hashes, and no address to fetch them from", () => {
    const lockfile = read("pnpm-lock.yaml");
    expect(lockfile).toContain("integrity: sha512-");
    expect(lockfile.match(/\b(?:https?|git|ssh):\/\/\S+|\btarball:.*/g)).toBeNull();
  });
});
