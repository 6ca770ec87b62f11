import { type MessageKey } from "./message-key";

/** The sentences that the API itself speaks; the screens' own are in the web app's catalogues. */
export const nl: Record<MessageKey, string> = {
  "run.queued": "De sync staat klaar om te beginnen.",
  "run.running": "Bezig: {processed} verwerkt.",
  "run.figures":
    "{processed} verwerkt: {imported} nieuw, {updated} bijgewerkt, {skipped} overgeslagen, {errors} fouten",
  "run.nothing_new": "{figures}. Er was niets nieuws.",
  "run.cancelled": "Gestopt. {figures}",
  "test.success": "Verbinding succesvol! Team {team} · {calls} calls zichtbaar",
  "test.success_no_team": "Verbinding succesvol! {calls} calls zichtbaar",
  "settings.saved": "Configuratie opgeslagen!",
  "csv.ended": "Deze export is voor het einde gestopt: je mag dit niet meer zien, of je sessie is voorbij.",
  "csv.yes": "ja",
  "csv.no": "nee",
  "csv.external": "extern",
  "csv.internal": "intern",
  "csv.unknown": "onbekend",
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
  "alert.sync_late_began":
    "Fathom Koppeling: sinds {since} is er geen sync meer gelukt, dus nieuwe calls komen niet binnen. Kijk wat er mis is: {link}",
  "alert.sync_late_ended":
    "Fathom Koppeling: er is weer een sync gelukt. Nieuwe calls komen weer binnen: {link}",
  "alert.key_refused_began":
    "Fathom Koppeling: Fathom weigert de API key, dus er komen geen calls meer binnen. Sla een nieuwe key op: {link}",
  "alert.key_refused_ended": "Fathom Koppeling: Fathom accepteert de API key weer. {link}",
  "alert.test":
    "Fathom Koppeling: dit is een testmelding. Zo hoor je het als syncs uitblijven of Fathom de key weigert. {link}",
  "alert.sent": "De testmelding is verstuurd. Kijk of hij is aangekomen.",
  "alert.not_sent":
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
  "failure.cancelled_at_engine": "Geannuleerd bij Inngest.",
  "failure.bug":
    "Er ging iets mis dat wij niet verwachtten. Probeer het opnieuw; blijft het misgaan, zoek dan het runnummer op in het log.",
  "error.bad_input": "De invoer klopt niet. Controleer de velden.",
  "error.not_signed_in": "Je bent niet ingelogd, of je sessie is verlopen. Log opnieuw in.",
  "error.wrong_password": "Het wachtwoord klopt niet.",
  "error.confirmation_required": "Bevestig eerst wie je bent. Er is nog niets gewijzigd.",
  "error.own_link":
    "Een link voor jezelf kan niet. Wijzig je wachtwoord bij Je account, of vraag een andere beheerder om een link.",
  "error.second_factor_needed": "Vul ook de code uit je authenticator-app in.",
  "error.wrong_code":
    "Deze code klopt niet, of is al gebruikt. Wacht op de volgende code in je app, of gebruik een herstelcode.",
  "error.second_factor_required": "Stel eerst een tweede stap bij het inloggen in: dat is hier verplicht.",
  "error.second_factor_present": "Je hebt al een tweede stap. Haal die eerst weg.",
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
  "error.too_busy": "Er gebeurt nu te veel tegelijk. Probeer het over een paar seconden opnieuw.",
  "error.too_slow":
    "Dit duurde te lang en is gestopt. Vraag minder tegelijk, bijvoorbeeld een kortere periode of meer woorden.",
  "error.too_many_attempts": "Te veel pogingen. Probeer het over {minutes} minuten opnieuw.",
  "error.jobs_unreachable":
    "De taakverwerker (Inngest) is niet bereikbaar, dus de sync is niet gestart. Controleer of Inngest draait.",
  "error.no_webhook_secret": "Realtime staat uit: zet het eerst aan, of sla een webhook secret op.",
  "error.body_gone":
    "De inhoud van deze melding is niet bewaard gebleven, dus opnieuw verwerken kan niet meer. Mis je de call, start dan een sync over die dag.",
  "error.no_notification_address": "Er is nog geen adres voor meldingen. Sla er eerst een op.",
  "error.notification_address":
    "Dit adres kan niet worden gebruikt. Neem een openbaar https-adres zonder gebruikersnaam of poort, zoals Slack het geeft.",
  "error.csv_unreadable":
    "Dit is geen tekstbestand. Sla het werkblad op als CSV (in Excel: Opslaan als, CSV UTF-8) en kies dat bestand.",
  "error.csv_empty": "In dit bestand staan geen regels met reps.",
  "error.csv_no_email":
    "Dit bestand heeft geen kolom voor het e-mailadres. De eerste regel noemt: {columns}. Geef een van de kolommen de naam E-mail.",
  "error.csv_too_long": "Dit bestand heeft {rows} regels. Per keer kunnen er {most} in: splits het op.",
  "error.csv_open_quote":
    "Op of na regel {line} opent een aanhalingsteken dat nergens sluit. Herstel die regel en kies het bestand opnieuw.",
  "error.public_address":
    "Fathom kan {address} niet bereiken: dat is geen publiek https-adres. Zet NEXTAUTH_URL op het https-adres waarmee collega's dit dashboard openen, en start opnieuw.",
  "error.fathom_unauthorized": "Fathom weigert de API key. Controleer of de key klopt.",
  "error.fathom_forbidden":
    "Deze API key mag dit niet zien. Gebruik de key van een gebruiker die er in Fathom bij kan.",
  "error.fathom_bad_response": "Fathom gaf een onleesbaar antwoord. Probeer het later opnieuw.",
  "error.fathom_unavailable": "Fathom is niet bereikbaar. Probeer het later opnieuw.",
  "error.fathom_busy":
    "Fathom laat nu even geen verzoeken meer toe, bijvoorbeeld door een grote import. Probeer het over {seconds} seconden opnieuw.",
  "error.unexpected":
    "Er ging iets mis. Probeer het opnieuw; blijft het misgaan, geef dan dit nummer door: {requestId}",
};
