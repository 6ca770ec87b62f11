import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Locale } from "../../messages";
import { type Actor } from "../../context";
import { writeAudit } from "../audit/write-audit";
import { loadSettings } from "../settings/load-settings";
import { writeSettings } from "../settings/write-settings";
import { allowsLocalNotices, checkNoticeAddress } from "./check-notice-address";

/**
 * Stores where notices go, sealed, in the language of whoever stores it; null: nowhere.
 * @throws AppError `notification_address`
 */
export async function updateNotifications(
  deps: Deps,
  input: { address: string | null; locale: Locale },
  actor: Actor,
): Promise<void> {
  const allowsLocal = allowsLocalNotices(deps.config.fathomApiBaseUrl);
  const url = input.address === null ? null : checkNoticeAddress(input.address, allowsLocal);
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
