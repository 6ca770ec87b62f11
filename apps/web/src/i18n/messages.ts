import type { Locale } from "@/i18n/locales";
import enAcceptInvite from "../../messages/en/accept-invite.json";
import enAccount from "../../messages/en/account.json";
import enAudit from "../../messages/en/audit.json";
import enCall from "../../messages/en/call.json";
import enCalls from "../../messages/en/calls.json";
import enCommon from "../../messages/en/common.json";
import enConnection from "../../messages/en/connection.json";
import enFaq from "../../messages/en/faq.json";
import enNotifications from "../../messages/en/notifications.json";
import enOverview from "../../messages/en/overview.json";
import enRealtime from "../../messages/en/realtime.json";
import enReps from "../../messages/en/reps.json";
import enSettings from "../../messages/en/settings.json";
import enShell from "../../messages/en/shell.json";
import enSignIn from "../../messages/en/sign-in.json";
import enSkipped from "../../messages/en/skipped.json";
import enSync from "../../messages/en/sync.json";
import enUsers from "../../messages/en/users.json";
import nlAcceptInvite from "../../messages/nl/accept-invite.json";
import nlAccount from "../../messages/nl/account.json";
import nlAudit from "../../messages/nl/audit.json";
import nlCall from "../../messages/nl/call.json";
import nlCalls from "../../messages/nl/calls.json";
import nlCommon from "../../messages/nl/common.json";
import nlConnection from "../../messages/nl/connection.json";
import nlFaq from "../../messages/nl/faq.json";
import nlNotifications from "../../messages/nl/notifications.json";
import nlOverview from "../../messages/nl/overview.json";
import nlRealtime from "../../messages/nl/realtime.json";
import nlReps from "../../messages/nl/reps.json";
import nlSettings from "../../messages/nl/settings.json";
import nlShell from "../../messages/nl/shell.json";
import nlSignIn from "../../messages/nl/sign-in.json";
import nlSkipped from "../../messages/nl/skipped.json";
import nlSync from "../../messages/nl/sync.json";
import nlUsers from "../../messages/nl/users.json";

const nl = {
  acceptInvite: nlAcceptInvite,
  account: nlAccount,
  audit: nlAudit,
  call: nlCall,
  calls: nlCalls,
  common: nlCommon,
  connection: nlConnection,
  faq: nlFaq,
  notifications: nlNotifications,
  overview: nlOverview,
  realtime: nlRealtime,
  reps: nlReps,
  settings: nlSettings,
  shell: nlShell,
  signIn: nlSignIn,
  skipped: nlSkipped,
  sync: nlSync,
  users: nlUsers,
};

export type Messages = typeof nl;

const en: Messages = {
  acceptInvite: enAcceptInvite,
  account: enAccount,
  audit: enAudit,
  call: enCall,
  calls: enCalls,
  common: enCommon,
  connection: enConnection,
  faq: enFaq,
  notifications: enNotifications,
  overview: enOverview,
  realtime: enRealtime,
  reps: enReps,
  settings: enSettings,
  shell: enShell,
  signIn: enSignIn,
  skipped: enSkipped,
  sync: enSync,
  users: enUsers,
};

/** One file per namespace and language. The type makes English hold every sentence that Dutch has. */
export const messages: Record<Locale, Messages> = { nl, en };
