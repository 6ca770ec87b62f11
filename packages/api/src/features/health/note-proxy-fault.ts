import { z } from "zod";
import { type Deps } from "../../deps";
import { sampleLog } from "../../sample-log";
import { readSettingRows } from "../settings/read-setting-rows";
import { writeSettings } from "../settings/write-settings";

const proxyFaultSchema = z.object({
  /** The machine that connected. */
  peer: z.string(),
  /** `untrusted`: TRUSTED_PROXIES does not name it. `unreadable`: it is named, and wrote no address. */
  fault: z.enum(["untrusted", "unreadable"]),
  at: z.coerce.date(),
});

type ProxyFault = z.output<typeof proxyFaultSchema>;

/** Anybody can send the header: one write in so long says enough. */
const EVERY_MS = 10 * 60_000;
const KEPT_MS = 24 * 3_600_000;

const notedAt = new WeakMap<Deps["db"], number>();

/** Keeps for `koppeling doctor` that X-Forwarded-For came and could not be followed. Never throws. */
export async function noteProxyFault(deps: Deps, fault: Omit<ProxyFault, "at">): Promise<void> {
  const now = deps.clock.now();
  const count = sampleLog(deps, `proxy_${fault.fault}`);
  if (count !== null) deps.log.warn({ ...fault, count }, "X-Forwarded-For came and was not believed");
  if (now.getTime() - (notedAt.get(deps.db) ?? 0) < EVERY_MS) return;
  notedAt.set(deps.db, now.getTime());
  try {
    await writeSettings(deps, deps.db.prisma, { proxy_fault: JSON.stringify({ ...fault, at: now }) }, null);
  } catch (error) {
    deps.log.warn({ err: error }, "what proxies send could not be written down");
  }
}

/** The last such header of a day; null when there was none, and when its machine is named by now. */
export async function loadProxyFault(deps: Deps): Promise<ProxyFault | null> {
  const text = (await readSettingRows(deps)).get("proxy_fault")?.value ?? null;
  const { data: fault } = proxyFaultSchema.safeParse(text === null ? null : JSON.parse(text));
  return fault && deps.clock.now().getTime() - fault.at.getTime() < KEPT_MS ? fault : null;
}
