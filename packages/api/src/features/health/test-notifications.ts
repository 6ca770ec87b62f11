import { type Deps } from "../../deps";
import { AppError } from "../../errors";
import { type Locale, translate } from "../../messages";
import { loadSettings } from "../settings/load-settings";
import { sendNotice } from "./send-notice";

/** Sends a notice that says what it is. @throws AppError `no_notification_address` */
export async function testNotifications(
  deps: Deps,
  locale: Locale,
): Promise<{ success: boolean; message: string }> {
  const { notifications } = await loadSettings(deps);
  if (!notifications) throw new AppError("no_notification_address");
  const link = new URL("/settings?tab=connection", deps.config.nextauthUrl).href;
  const text = translate(notifications.locale, "notice.test", { link });
  const sent = await sendNotice(deps, notifications.url, text);
  return sent.ok
    ? { success: true, message: translate(locale, "notice.sent") }
    : { success: false, message: translate(locale, "notice.not_sent", { reason: sent.reason }) };
}
