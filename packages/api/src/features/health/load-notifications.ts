import { z } from "zod";
import { type Deps } from "../../deps";
import { loadSettings } from "../settings/load-settings";

const incident = z.object({
  kind: z.enum(["sync_late", "key_refused"]),
  beganAt: z.date(),
  endedAt: z.date().nullable(),
  /** When its beginning was told; null when nobody has been told (yet). */
  toldAt: z.date().nullable(),
});

export const notificationsSchema = z.object({
  /** Masked: whoever knows the whole of it can post there. */
  address: z.string().nullable(),
  /** The latest, newest first. */
  incidents: z.array(incident),
});

export async function loadNotifications(deps: Deps): Promise<z.infer<typeof notificationsSchema>> {
  const [{ notifications }, incidents] = await Promise.all([
    loadSettings(deps),
    deps.db.prisma.incident.findMany({
      select: { kind: true, beganAt: true, endedAt: true, beginToldAt: true },
      orderBy: [{ beganAt: "desc" }, { id: "desc" }],
      take: 5,
    }),
  ]);
  return {
    address: notifications && maskAddress(notifications.url),
    incidents: incidents.map(({ beginToldAt, ...row }) => ({ ...row, toldAt: beginToldAt })),
  };
}

/** The host says which service it is; the path is the secret. */
const maskAddress = (address: string) => `${new URL(address).origin}/••••••••`;
