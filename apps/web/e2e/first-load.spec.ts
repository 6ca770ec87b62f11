import { brotliCompressSync } from "node:zlib";
import { expect, test } from "./fixtures";

/** The most JavaScript that a page may load before it is interactive, compressed as proxies and CDNs do. */
const MAX_KILOBYTES = 230;

const pages = [
  "/",
  "/calls",
  "/skipped",
  "/reps",
  "/sign-in",
  "/account",
  ...["connection", "sync", "users", "audit", "faq"].map((tab) => `/settings?tab=${tab}`),
];

test.beforeEach(async ({ reset, control, stack }) => {
  await reset();
  await control({ do: "storeApiKey", apiKey: stack.apiKey });
  await control({ do: "sync", hours: 24 });
});

test("no page loads more JavaScript than agreed", async ({ request, stack }) => {
  const cookie = `next-auth.session-token=${stack.users.admin.sessionCookie}`;
  const list = await (await request.get(`${stack.url}/calls`, { headers: { cookie } })).text();
  const call = /\/calls\/[0-9a-f-]{36}/.exec(list)?.[0];
  const rep = /\/reps\/[0-9a-f-]{36}/.exec(list)?.[0];
  const history = await (await request.get(`${stack.url}/settings?tab=sync`, { headers: { cookie } })).text();
  const run = /\/settings\?tab=sync&amp;run=[0-9a-f-]{36}/.exec(history)?.[0].replace("&amp;", "&");
  expect([call, rep, run]).not.toContain(undefined);

  const sizes = new Map<string, number>();
  const sizeOf = async (script: string) => {
    const known = sizes.get(script);
    if (known !== undefined) return known;
    const size = brotliCompressSync(await (await request.get(`${stack.url}${script}`)).body()).length;
    sizes.set(script, size);
    return size;
  };
  const weights: Record<string, number> = {};
  for (const path of [...pages, call ?? "", rep ?? "", run ?? ""]) {
    const headers: Record<string, string> = path === "/sign-in" ? {} : { cookie };
    const html = await (await request.get(`${stack.url}${path}`, { headers })).text();
    // Only old browsers load scripts that are marked as nomodule.
    const tags = [...html.matchAll(/<script\b[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !/nomodule/i.test(tag));
    const scripts = new Set(tags.flatMap((tag) => /src="(\/_next\/[^"]+)"/.exec(tag)?.[1] ?? []));
    expect(scripts.size).toBeGreaterThan(3);
    let bytes = 0;
    for (const script of scripts) bytes += await sizeOf(script.replaceAll("&amp;", "&"));
    weights[path.replace(/[0-9a-f-]{36}/, "[id]")] = Math.round((bytes / 1024) * 10) / 10;
  }
  console.log("First-load JavaScript in kB, compressed:", weights);
  expect(Object.entries(weights).filter(([, kilobytes]) => kilobytes > MAX_KILOBYTES)).toEqual([]);
});
