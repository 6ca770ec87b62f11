import type { DemoCompany } from "./demo-companies";
import type { Random } from "./random";

const DUTCH = [
  "Kennismaking – {company}",
  "Offertebespreking {company}",
  "Demo Zonnewende voor {company}",
  "{company} × Zonnewende",
  "Vervolggesprek {company}",
  "{company}: vragen over de aansluiting",
  "Telefonisch: {contact} ({company})",
  "Contract doornemen met {contact}",
];
const ENGLISH = [
  "Intro call – {company}",
  "Demo with {company}",
  "{company} / Zonnewende: proposal review",
  "Follow-up {company}",
  "Zonnewende & {company} | pricing",
  "Technical questions {company}",
];
const INTERNAL = [
  "Weekstart Sales",
  "Pipeline doornemen",
  "Bila {contact}",
  "Voorbereiding beurs Energie Vakdagen",
  "Campagne najaar: stand van zaken",
  "Retro demo-omgeving",
];
/** Titles as people really make them, one a week or so: a screen and an export have to survive each of them. */
const ODD = [
  "🚀 Kick-off {company} 🎉👩🏽‍🔧",
  "Test <script>alert('kennismaking')</script> {company}",
  "שיחת היכרות – {company}",
  '=HYPERLINK("https://example.com","Offerte") {company}',
  "اجتماع مع {company} (لوحات شمسية)",
  "{company} — vraag over panelen, laadpalen, batterij, contract, planning, subsidie, garantie, onderhoud, " +
    "verzekering, monitoring, rapportage en alles wat er verder nog ter tafel komt (uitgestelde afspraak van vorige week)",
];

/** A title for a call; the first call of every fourth day gets an odd one, each kind in turn. */
export function chooseTitle(
  random: Random,
  call: { company: DemoCompany; isInternal: boolean; epochDay: number; index: number },
): string {
  const isOdd = call.index === 0 && call.epochDay % 4 === 0;
  const odd = ODD[Math.floor(call.epochDay / 4) % ODD.length];
  const usual = call.isInternal ? INTERNAL : call.company.language === "nl" ? DUTCH : ENGLISH;
  const pattern = isOdd && odd !== undefined ? odd : random.pick(usual);
  const colleague = random.pick(["Anna", "Bram", "Fatima", "Joost", "Sanne"]);
  return pattern
    .replaceAll("{company}", call.company.name)
    .replaceAll("{contact}", call.isInternal ? colleague : call.company.contacts[0].name);
}
