import { z } from "zod";
import { type Actor } from "../../context";
import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Locale, translate } from "../../messages";
import { writeAudit } from "../audit/write-audit";
import { loadSettings } from "../settings/load-settings";
import { writeSettings } from "../settings/write-settings";
import { allowsLocalAlerts, checkAlertAddress } from "./check-alert-address";
import { postMessage } from "./post-message";

const alert = z.object({
  kind: z.enum(["sync_late", "key_refused"]),
  beganAt: z.date(),
  endedAt: z.date().nullable(),
  /** When its beginning was told; null when nobody has been told (yet). */
  toldAt: z.date().nullable(),
});

export const alertsSchema = z.object({
  /** Masked: whoever knows the whole of it can post there. */
  address: z.string().nullable(),
  /** The latest, newest first. */
  incidents: z.array(alert),
});

export async function loadAlerts(deps: Deps): Promise<z.infer<typeof alertsSchema>> {
  const [{ notifications }, incidents] = await Promise.all([
    loadSettings(deps),
    deps.db.prisma.alert.findMany({
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

/**
 * Stores where alerts go, sealed, in the language of whoever stores it; null: nowhere.
 * @throws AppError `notification_address`
 */
export async function updateAlertAddress(
  deps: Deps,
  input: { address: string | null; locale: Locale },
  actor: Actor,
): Promise<void> {
  const allowsLocal = allowsLocalAlerts(deps.config.fathomApiBaseUrl);
  const url = input.address === null ? null : checkAlertAddress(input.address, allowsLocal);
  if (input.address !== null && url === null) throw new AppError("notification_address");
  const before = (await loadSettings(deps)).notifications?.url ?? null;
  const address = url?.href ?? null;
  if (address === before) return;
  await deps.db.prisma.$transaction(async (tx) => {
    await writeSettings(
      deps,
      tx,
      { notification_webhook_url: address, notification_locale: address && input.locale },
      actor.userId,
    );
    await writeAudit(deps, tx, actor, {
      action: address === null ? "settings.clear" : "settings.update",
      subject: "notification_webhook_url",
      oldValue: before,
      newValue: address,
    });
  });
}

/** Sends an alert that says what it is. @throws AppError `no_notification_address` */
export async function sendTestAlert(
  deps: Deps,
  locale: Locale,
): Promise<{ success: boolean; message: string }> {
  const { notifications } = await loadSettings(deps);
  if (!notifications) throw new AppError("no_notification_address");
  const link = new URL("/settings?tab=connection", deps.config.nextauthUrl).href;
  const text = translate(notifications.locale, "alert.test", { link });
  const sent = await postMessage(deps, notifications.url, text);
  return sent.ok
    ? { success: true, message: translate(locale, "alert.sent") }
    : { success: false, message: translate(locale, "alert.not_sent", { reason: sent.reason }) };
}
