import { type AppErrorCode } from "./errors";
import { type IncidentKind } from "@koppeling/db/prisma";
import { type CsvProblem } from "./features/sales-reps/plan-csv-rows";
import { type FailureCode } from "./features/sync/reasons";

export const LOCALES = ["nl", "en"] as const;
export type Locale = (typeof LOCALES)[number];

type RunMessage = "run.queued" | "run.running" | "run.figures" | "run.nothing_new" | "run.cancelled";
type TestMessage = "test.success" | "test.success_no_team" | "settings.saved";
type VisibilityMessage = "visibility.never_seen" | "visibility.not_with_this_key";
type CsvMessage =
  | "csv.yes"
  | "csv.no"
  | "csv.external"
  | "csv.internal"
  | `csv.calls.${"started_at" | "title" | "rep" | "duration" | "with" | "kind" | "team" | "transcript" | "summary" | "action_items" | "id"}`;
type SelfTestMessage =
  | "self_test.arrived"
  | "self_test.refused"
  | "self_test.redirected"
  | "self_test.no_answer"
  | "self_test.stored"
  | "self_test.stored_elsewhere"
  | "self_test.matched"
  | "self_test.not_matched"
  | "self_test.no_reps"
  | "self_test.not_processed"
  | "self_test.not_reached";
type NoticeMessage =
  | `notice.${IncidentKind}_${"began" | "ended"}`
  | "notice.test"
  | "notice.sent"
  | "notice.not_sent";
type CsvProblemMessage = `csv.${CsvProblem}`;
type InputMessage =
  | "input.api_key_too_short"
  | "input.api_key_too_long"
  | "input.api_key_characters"
  | "input.webhook_secret_shape"
  | "input.domain_shape";
export type MessageKey =
  | RunMessage
  | TestMessage
  | VisibilityMessage
  | CsvMessage
  | SelfTestMessage
  | NoticeMessage
  | CsvProblemMessage
  | InputMessage
  | `failure.${FailureCode}`
  | `error.${AppErrorCode | "unexpected"}`;

/** The sentences that the API itself speaks; the screens' own are in the web app's catalogues. */
const nl: Record<MessageKey, string> = {
  "run.queued": "De sync staat klaar om te beginnen.",
  "run.running": "Bezig: {processed} verwerkt.",
  "run.figures":
    "{processed} verwerkt: {imported} nieuw, {updated} bijgewerkt, {skipped} overgeslagen, {errors} fouten",
  "run.nothing_new": "{figures}. Er was niets nieuws.",
  "run.cancelled": "Gestopt. {figures}",
  "test.success": "Verbinding succesvol! Team {team} · {calls} calls zichtbaar",
  "test.success_no_team": "Verbinding succesvol! {calls} calls zichtbaar",
  "settings.saved": "Configuratie opgeslagen!",
  "csv.yes": "ja",
  "csv.no": "nee",
  "csv.external": "extern",
  "csv.internal": "intern",
  "csv.calls.started_at": "Wanneer",
  "csv.calls.title": "Titel",
  "csv.calls.rep": "Rep",
  "csv.calls.duration": "Duur in minuten",
  "csv.calls.with": "Met wie",
  "csv.calls.kind": "Extern of intern",
  "csv.calls.team": "Team",
  "csv.calls.transcript": "Met transcript",
  "csv.calls.summary": "Met samenvatting",
  "csv.calls.action_items": "Actiepunten",
  "csv.calls.id": "Nummer",
  "visibility.never_seen":
    "Van {name} is met deze key nog nooit een call gezien. Een Fathom-key is persoonlijk: privécalls van anderen blijven onzichtbaar, ook voor beheerders. Laat {name} calls met het team delen in Fathom, of voeg het adres toe waarmee {name} opneemt.",
  "visibility.not_with_this_key":
    "Sinds deze key is opgeslagen is van {name} niets meer gezien. Een Fathom-key is persoonlijk: de eigenaar van deze key mag de calls van {name} misschien niet zien. Laat {name} calls met het team delen in Fathom, of gebruik een key van iemand die ze wel ziet.",
  "self_test.arrived": "De testlevering kwam aan en werd geaccepteerd (HTTP {status}).",
  "self_test.refused":
    "{url} weigerde de testlevering (HTTP {status}). Kijk of daar deze installatie draait, en of een firewall of inlogscherm ervoor staat.",
  "self_test.redirected":
    "{url} stuurt door naar een ander adres (HTTP {status}), en dat volgt Fathom niet. Zet NEXTAUTH_URL op het uiteindelijke adres.",
  "self_test.no_answer":
    "{url} gaf geen antwoord ({reason}). Kijk of het adres klopt en van buitenaf bereikbaar is.",
  "self_test.stored": "De testlevering staat in de database.",
  "self_test.stored_elsewhere":
    "De testlevering staat niet in deze database: op dat adres antwoordt een andere installatie.",
  "self_test.matched": "De testlevering is verwerkt en aan een rep gekoppeld.",
  "self_test.not_matched": "De testlevering is verwerkt, maar niet aan een rep gekoppeld.",
  "self_test.no_reps": "De testlevering is verwerkt, maar er is nog geen actieve rep om aan te koppelen.",
  "self_test.not_processed":
    "De testlevering wacht nog op de taakverwerker. Kijk of die draait, en probeer het opnieuw.",
  "self_test.not_reached": "Zover kwam de test niet.",
  "notice.sync_late_began":
    "Fathom Koppeling: sinds {since} is er geen sync meer gelukt, dus nieuwe calls komen niet binnen. Kijk wat er mis is: {link}",
  "notice.sync_late_ended":
    "Fathom Koppeling: er is weer een sync gelukt. Nieuwe calls komen weer binnen: {link}",
  "notice.key_refused_began":
    "Fathom Koppeling: Fathom weigert de API key, dus er komen geen calls meer binnen. Sla een nieuwe key op: {link}",
  "notice.key_refused_ended": "Fathom Koppeling: Fathom accepteert de API key weer. {link}",
  "notice.test":
    "Fathom Koppeling: dit is een testmelding. Zo hoor je het als syncs uitblijven of Fathom de key weigert. {link}",
  "notice.sent": "De testmelding is verstuurd. Kijk of hij is aangekomen.",
  "notice.not_sent":
    "De testmelding kwam niet aan ({reason}). Controleer het adres, en of het nog bestaat bij de ontvanger.",
  "csv.name_missing": "Op deze regel staat geen naam.",
  "csv.email_shape": "Dit is geen e-mailadres.",
  "csv.alias_shape": "Een van de extra adressen is geen e-mailadres.",
  "csv.too_many_aliases": "Een rep kan hoogstens 20 extra adressen hebben.",
  "csv.twice": "Dit adres staat al eerder in het bestand.",
  "csv.email_taken": "Een andere rep heeft een van deze adressen.",
  "csv.gone": "Deze rep bestaat niet meer.",
  "input.api_key_too_short": "Een API key heeft minstens 20 tekens.",
  "input.api_key_too_long": "Een API key heeft hoogstens 256 tekens.",
  "input.api_key_characters": "Alleen letters, cijfers, punt, streepje en underscore.",
  "input.webhook_secret_shape": "Een webhook secret begint met whsec_ en komt uit Fathom.",
  "input.domain_shape": "Een domein ziet eruit als bedrijf.nl.",
  "failure.unauthorized":
    "Fathom weigert de API key. Maak in Fathom een nieuwe key en sla die op bij Fathom Koppeling.",
  "failure.forbidden":
    "Deze API key mag de calls niet zien. Gebruik de key van een gebruiker die er in Fathom bij kan.",
  "failure.rate_limited":
    "Fathom blijft zeggen dat er te veel verzoeken zijn. Wacht een paar minuten en probeer het opnieuw.",
  "failure.unavailable":
    "Fathom is niet bereikbaar. Wat al was opgehaald is bewaard; probeer het later opnieuw.",
  "failure.bad_response":
    "Fathom gaf een onleesbaar antwoord. Wat al was opgehaald is bewaard; probeer het later opnieuw.",
  "failure.not_configured": "Er is nog geen API key. Sla er een op bij Instellingen → Fathom Koppeling.",
  "failure.settings_key":
    "De opgeslagen API key kan niet worden ontsleuteld. Zet de juiste sleutel terug in SETTINGS_ENCRYPTION_KEYS, of sla de API key opnieuw op.",
  "failure.other_fathom":
    "De opgeslagen API key hoort bij een ander Fathom-adres en is niet verstuurd. Sla de key voor dit adres opnieuw op bij Fathom Koppeling.",
  "failure.jobs_unreachable":
    "De taakverwerker (Inngest) is niet bereikbaar, dus de sync is niet gestart. Controleer of Inngest draait.",
  "failure.database":
    "De database was te lang niet bereikbaar. Wat al was opgehaald is bewaard; probeer het opnieuw.",
  "failure.looping":
    "Fathom bleef dezelfde bladzijden teruggeven. Wat al was opgehaald is bewaard; probeer het later opnieuw.",
  "failure.bug":
    "Er ging iets mis dat wij niet verwachtten. Probeer het opnieuw; blijft het misgaan, zoek dan het runnummer op in het log.",
  "error.bad_input": "De invoer klopt niet. Controleer de velden.",
  "error.not_signed_in": "Je bent niet ingelogd, of je sessie is verlopen. Log opnieuw in.",
  "error.wrong_password": "Het wachtwoord klopt niet.",
  "error.not_allowed": "Hiervoor heb je beheerdersrechten nodig.",
  "error.not_found": "Dit bestaat niet (meer).",
  "error.weak_password":
    "Kies een ander wachtwoord: minstens 12 tekens, niet een dat iedereen gebruikt, en zonder je eigen naam of e-mailadres.",
  "error.invite_over": "Deze link werkt niet (meer). Vraag je beheerder om een nieuwe.",
  "error.email_taken": "Dit e-mailadres is al in gebruik.",
  "error.outside_domains":
    "Dit adres valt buiten de domeinen die als rep meetellen ({domains}). Voeg het domein toe bij Fathom Koppeling, of laat de regel vervallen.",
  "error.no_automatic_rep":
    "Geen rep heeft het adres waarmee deze call is opgenomen. Voeg dat adres eerst als alias toe.",
  "error.run_busy": "De import is nog bezig en stopt niet meteen. Probeer het over een minuut opnieuw.",
  "error.last_admin": "Dit is de laatste beheerder; er moet er één overblijven.",
  "error.not_configured": "Er is nog geen API key. Sla er een op bij Instellingen → Fathom Koppeling.",
  "error.settings_key":
    "De opgeslagen gegevens kunnen niet worden ontsleuteld: de sleutel {keyId} ontbreekt in SETTINGS_ENCRYPTION_KEYS of is een andere.",
  "error.other_fathom":
    "De opgeslagen API key hoort bij {savedFor} en gaat niet naar een ander adres. Sla de key voor dit adres opnieuw op, of zet FATHOM_API_BASE_URL terug.",
  "error.too_many_attempts": "Te veel pogingen. Probeer het over {minutes} minuten opnieuw.",
  "error.jobs_unreachable":
    "De taakverwerker (Inngest) is niet bereikbaar, dus de sync is niet gestart. Controleer of Inngest draait.",
  "error.no_webhook_secret": "Realtime staat uit: zet het eerst aan, of sla een webhook secret op.",
  "error.no_notification_address": "Er is nog geen adres voor meldingen. Sla er eerst een op.",
  "error.notification_address":
    "Dit adres kan niet worden gebruikt. Neem een openbaar https-adres zonder gebruikersnaam of poort, zoals Slack het geeft.",
  "error.csv_unreadable":
    "Dit bestand is niet te lezen als CSV. De eerste regel moet de kolommen noemen, met minstens een kolom voor het e-mailadres.",
  "error.public_address":
    "Fathom kan {address} niet bereiken: dat is geen publiek https-adres. Zet NEXTAUTH_URL op het https-adres waarmee collega's dit dashboard openen, en start opnieuw.",
  "error.fathom_unauthorized": "Fathom weigert de API key. Controleer of de key klopt.",
  "error.fathom_unavailable": "Fathom is niet bereikbaar. Probeer het later opnieuw.",
  "error.fathom_busy":
    "Fathom laat nu even geen verzoeken meer toe, bijvoorbeeld door een grote import. Probeer het over {seconds} seconden opnieuw.",
  "error.unexpected":
    "Er ging iets mis. Probeer het opnieuw; blijft het misgaan, geef dan dit nummer door: {requestId}",
};

const en: Record<MessageKey, string> = {
  "run.queued": "The sync is about to start.",
  "run.running": "Working: {processed} processed.",
  "run.figures":
    "{processed} processed: {imported} new, {updated} updated, {skipped} skipped, {errors} errors",
  "run.nothing_new": "{figures}. There was nothing new.",
  "run.cancelled": "Stopped. {figures}",
  "test.success": "Connected! Team {team} · {calls} calls visible",
  "test.success_no_team": "Connected! {calls} calls visible",
  "settings.saved": "Settings saved!",
  "csv.yes": "yes",
  "csv.no": "no",
  "csv.external": "external",
  "csv.internal": "internal",
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
  "notice.sync_late_began":
    "Fathom connection: no sync has succeeded since {since}, so new calls do not come in. See what is wrong: {link}",
  "notice.sync_late_ended": "Fathom connection: a sync has succeeded again. New calls come in again: {link}",
  "notice.key_refused_began":
    "Fathom connection: Fathom refuses the API key, so no calls come in any more. Save a new key: {link}",
  "notice.key_refused_ended": "Fathom connection: Fathom accepts the API key again. {link}",
  "notice.test":
    "Fathom connection: this is a test. This is how you hear of syncs that stay away or a key that Fathom refuses. {link}",
  "notice.sent": "The test has been sent. See whether it has arrived.",
  "notice.not_sent":
    "The test did not arrive ({reason}). Check the address, and whether the receiver still has it.",
  "csv.name_missing": "There is no name on this line.",
  "csv.email_shape": "This is no e-mail address.",
  "csv.alias_shape": "One of the extra addresses is no e-mail address.",
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
  "failure.bug":
    "Something went wrong that we did not expect. Try again; if it stays, look up the run's number in the log.",
  "error.bad_input": "The input is not right. Check the fields.",
  "error.not_signed_in": "You are not signed in, or your session has ended. Sign in again.",
  "error.wrong_password": "The password is not right.",
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
  "error.too_many_attempts": "Too many attempts. Try again in {minutes} minutes.",
  "error.jobs_unreachable":
    "The job engine (Inngest) cannot be reached, so the sync has not started. Check that Inngest is running.",
  "error.no_webhook_secret": "Realtime is off: switch it on first, or save a webhook secret.",
  "error.no_notification_address": "There is no address for notices yet. Save one first.",
  "error.notification_address":
    "This address cannot be used. Take a public https address without user name or port, as Slack gives it.",
  "error.csv_unreadable":
    "This file cannot be read as CSV. The first line must name the columns, with at least one for the e-mail address.",
  "error.public_address":
    "Fathom cannot reach {address}: that is no public https address. Set NEXTAUTH_URL to the https address that colleagues open this dashboard with, and restart.",
  "error.fathom_unauthorized": "Fathom refuses the API key. Check that the key is right.",
  "error.fathom_unavailable": "Fathom cannot be reached. Try again later.",
  "error.fathom_busy":
    "Fathom allows no more requests just now, for example because of a large import. Try again in {seconds} seconds.",
  "error.unexpected": "Something went wrong. Try again; if it stays, pass on this number: {requestId}",
};

const catalogues: Record<Locale, Record<MessageKey, string>> = { nl, en };

/** @returns the sentence for a key in a language, its `{names}` filled in. */
export function translate(
  locale: Locale,
  key: MessageKey,
  params: Record<string, string | number> = {},
): string {
  return catalogues[locale][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(params[name] ?? whole),
  );
}

export const MESSAGE_KEYS = Object.keys(nl) as MessageKey[];

export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(nl, key);
