import { type MessageKey } from "./message-key";

/** The sentences that the API itself speaks; the screens' own are in the web app's catalogues. */
export const en: Record<MessageKey, string> = {
  "run.queued": "The sync is about to start.",
  "run.running": "Working: {processed} processed.",
  "run.figures":
    "{processed} processed: {imported} new, {updated} updated, {skipped} skipped, {errors} errors",
  "run.nothing_new": "{figures}. There was nothing new.",
  "run.cancelled": "Stopped. {figures}",
  "test.success": "Connected! Team {team} · {calls} calls visible",
  "test.success_no_team": "Connected! {calls} calls visible",
  "settings.saved": "Settings saved!",
  "csv.ended": "This export was stopped before its end: you may no longer see this, or your session is over.",
  "csv.yes": "yes",
  "csv.no": "no",
  "csv.external": "external",
  "csv.internal": "internal",
  "csv.unknown": "unknown",
  "csv.calls.started_at": "When",
  "csv.calls.title": "Title",
  "csv.calls.rep": "Sales rep",
  "csv.calls.duration": "Duration in minutes",
  "csv.calls.with": "With whom",
  "csv.calls.kind": "External or internal",
  "csv.calls.team": "Fathom team",
  "csv.calls.transcript": "Has transcript",
  "csv.calls.summary": "Has summary",
  "csv.calls.action_items": "Action items",
  "csv.calls.id": "Number",
  "visibility.never_seen":
    "With this key no call of {name} has ever been seen. A Fathom key is personal: others' private calls stay invisible, to admins too. Have {name} share calls with the team in Fathom, or add the address that {name} records with.",
  "visibility.not_with_this_key":
    "Nothing of {name} has been seen since this key was saved. A Fathom key is personal: its owner may not be allowed to see the calls of {name}. Have {name} share calls with the team in Fathom, or use the key of somebody who sees them.",
  "self_test.arrived": "The test delivery arrived and was accepted (HTTP {status}).",
  "self_test.refused":
    "{url} refused the test delivery (HTTP {status}). See whether this installation runs there, and whether a firewall or a sign-in page is in front of it.",
  "self_test.redirected":
    "{url} redirects to another address (HTTP {status}), which Fathom does not follow. Set NEXTAUTH_URL to the final address.",
  "self_test.no_answer":
    "{url} did not answer ({reason}). See whether the address is right and can be reached from outside.",
  "self_test.stored": "The test delivery is in the database.",
  "self_test.stored_elsewhere":
    "The test delivery is not in this database: another installation answers at that address.",
  "self_test.matched": "The test delivery was processed and linked to a rep.",
  "self_test.not_matched": "The test delivery was processed, but not linked to a rep.",
  "self_test.no_reps": "The test delivery was processed, but there is no active rep yet to link it to.",
  "self_test.not_processed":
    "The test delivery still waits for the job engine. See whether it runs, and try again.",
  "self_test.not_reached": "The test did not get that far.",
  "alert.sync_late_began":
    "Fathom connection: no sync has succeeded since {since}, so new calls do not come in. See what is wrong: {link}",
  "alert.sync_late_ended": "Fathom connection: a sync has succeeded again. New calls come in again: {link}",
  "alert.key_refused_began":
    "Fathom connection: Fathom refuses the API key, so no calls come in any more. Save a new key: {link}",
  "alert.key_refused_ended": "Fathom connection: Fathom accepts the API key again. {link}",
  "alert.test":
    "Fathom connection: this is a test. This is how you hear of syncs that stay away or a key that Fathom refuses. {link}",
  "alert.sent": "The test has been sent. See whether it has arrived.",
  "alert.not_sent":
    "The test did not arrive ({reason}). Check the address, and whether the receiver still has it.",
  "csv.name_missing": "There is no name on this line.",
  "csv.email_shape": "This is not an e-mail address.",
  "csv.alias_shape": "One of the extra addresses is not an e-mail address.",
  "csv.too_many_aliases": "A rep can have at most 20 extra addresses.",
  "csv.twice": "This address is in the file before.",
  "csv.email_taken": "Another rep has one of these addresses.",
  "csv.gone": "This rep does not exist any more.",
  "input.api_key_too_short": "An API key has at least 20 characters.",
  "input.api_key_too_long": "An API key has at most 256 characters.",
  "input.api_key_characters": "Only letters, digits, full stop, hyphen and underscore.",
  "input.webhook_secret_shape": "A webhook secret starts with whsec_ and comes from Fathom.",
  "input.domain_shape": "A domain looks like company.com.",
  "failure.unauthorized":
    "Fathom refuses the API key. Make a new key in Fathom and save it under Fathom connection.",
  "failure.forbidden":
    "This API key may not see the calls. Use the key of a user who can see them in Fathom.",
  "failure.rate_limited":
    "Fathom keeps saying that there are too many requests. Wait a few minutes and try again.",
  "failure.unavailable": "Fathom cannot be reached. What was fetched is kept; try again later.",
  "failure.bad_response":
    "Fathom gave an answer that cannot be read. What was fetched is kept; try again later.",
  "failure.not_configured": "There is no API key yet. Save one under Settings → Fathom connection.",
  "failure.settings_key":
    "The stored API key cannot be decrypted. Put the right key back into SETTINGS_ENCRYPTION_KEYS, or save the API key again.",
  "failure.other_fathom":
    "The stored API key belongs to another Fathom address and was not sent. Save the key for this address again under Fathom connection.",
  "failure.jobs_unreachable":
    "The job engine (Inngest) cannot be reached, so the sync has not started. Check that Inngest is running.",
  "failure.database": "The database could not be reached for too long. What was fetched is kept; try again.",
  "failure.looping": "Fathom kept giving the same pages. What was fetched is kept; try again later.",
  "failure.cancelled_at_engine": "Cancelled at Inngest.",
  "failure.bug":
    "Something went wrong that we did not expect. Try again; if it stays, look up the run's number in the log.",
  "error.bad_input": "The input is not right. Check the fields.",
  "error.not_signed_in": "You are not signed in, or your session has ended. Sign in again.",
  "error.wrong_password": "The password is not right.",
  "error.confirmation_required": "Confirm first that it is you. Nothing has been changed yet.",
  "error.own_link":
    "A link for yourself is not possible. Change your password under Your account, or ask another admin for a link.",
  "error.second_factor_needed": "Also enter the code from your authenticator app.",
  "error.wrong_code":
    "This code is not right, or was used already. Wait for the next code in your app, or use a recovery code.",
  "error.second_factor_required": "First set up a second step for signing in: it is required here.",
  "error.second_factor_present": "You already have a second step. Remove it first.",
  "error.not_allowed": "You need to be an admin for this.",
  "error.not_found": "This does not exist (any more).",
  "error.weak_password":
    "Choose another password: at least 12 characters, not one that everybody uses, and without your own name or e-mail address.",
  "error.invite_over": "This link does not work (any more). Ask your admin for a new one.",
  "error.email_taken": "This e-mail address is in use already.",
  "error.outside_domains":
    "This address is outside the domains that count as a rep's ({domains}). Add the domain under Fathom connection, or drop the rule.",
  "error.no_automatic_rep":
    "No rep has the address that this call was recorded with. Add that address as an alias first.",
  "error.run_busy": "The import is still going and does not stop at once. Try again in a minute.",
  "error.last_admin": "This is the last admin; one has to remain.",
  "error.not_configured": "There is no API key yet. Save one under Settings → Fathom connection.",
  "error.settings_key":
    "The stored settings cannot be decrypted: the key {keyId} is missing from SETTINGS_ENCRYPTION_KEYS, or is another.",
  "error.other_fathom":
    "The stored API key belongs to {savedFor} and goes to no other address. Save the key for this address again, or put FATHOM_API_BASE_URL back.",
  "error.too_busy": "Too much is going on at once. Try again in a few seconds.",
  "error.too_slow":
    "This took too long and was stopped. Ask for less at once, for example a shorter period or more words.",
  "error.too_many_attempts": "Too many attempts. Try again in {minutes} minutes.",
  "error.jobs_unreachable":
    "The job engine (Inngest) cannot be reached, so the sync has not started. Check that Inngest is running.",
  "error.no_webhook_secret": "Realtime is off: switch it on first, or save a webhook secret.",
  "error.body_gone":
    "What this message held is no longer kept, so it cannot be processed again. If you miss its call, sync that day.",
  "error.no_notification_address": "There is no address for alerts yet. Save one first.",
  "error.notification_address":
    "This address cannot be used. Take a public https address without user name or port, as Slack gives it.",
  "error.csv_unreadable":
    "This is not a text file. Save the sheet as CSV (in Excel: Save as, CSV UTF-8) and choose that file.",
  "error.csv_empty": "There are no lines with reps in this file.",
  "error.csv_no_email":
    "This file has no column for the e-mail address. Its first line names: {columns}. Call one of the columns Email.",
  "error.csv_too_long": "This file has {rows} lines. At most {most} can be imported at once: split it.",
  "error.csv_open_quote":
    "On or after line {line} a quotation mark opens that nothing closes. Mend that line and choose the file again.",
  "error.public_address":
    "Fathom cannot reach {address}: that is no public https address. Set NEXTAUTH_URL to the https address that colleagues open this dashboard with, and restart.",
  "error.fathom_unauthorized": "Fathom refuses the API key. Check that the key is right.",
  "error.fathom_forbidden": "This API key may not see this. Use the key of a user who can see it in Fathom.",
  "error.fathom_bad_response": "Fathom gave an answer that cannot be read. Try again later.",
  "error.fathom_unavailable": "Fathom cannot be reached. Try again later.",
  "error.fathom_busy":
    "Fathom allows no more requests just now, for example because of a large import. Try again in {seconds} seconds.",
  "error.unexpected": "Something went wrong. Try again; if it stays, pass on this number: {requestId}",
};
