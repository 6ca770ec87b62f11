import { normalizeText } from "@koppeling/fathom/normalize-text";

type DemoContact = { name: string; email: string };
export type DemoCompany = {
  name: string;
  city: string;
  language: "nl" | "en";
  contacts: readonly [DemoContact, ...DemoContact[]];
};

const COMPANIES: [name: string, domain: string, city: string, language: "nl" | "en", people: string[]][] = [
  [
    "Van der Berg Installatietechniek",
    "vdberg-installatie",
    "Amersfoort",
    "nl",
    ["Marco van der Berg", "Ilse Postma"],
  ],
  [
    "Bouwgroep Meerland",
    "bouwgroepmeerland",
    "Zwolle",
    "nl",
    ["Harm Dijkstra", "Linda Kok", "Tom Vermeulen"],
  ],
  ["Hoveniersbedrijf De Linde", "delindehoveniers", "Ede", "nl", ["Wouter Smit"]],
  ["Koelhuis Rijnmond", "koelhuisrijnmond", "Rotterdam", "nl", ["Rachid Benali", "Petra de Wit"]],
  ["Transport Wijnands", "transportwijnands", "Venlo", "nl", ["Ger Wijnands", "Chantal Peeters"]],
  ["Zorggroep Oostvaart", "zgoostvaart", "Almere", "nl", ["Mirjam Hoekstra", "Dirk Mulder"]],
  ["Bakkerij Van Houten & Zn.", "bakkerijvanhouten", "Weesp", "nl", ["Jeroen van Houten"]],
  ["Gemeente Duinrade", "duinrade", "Duinrade", "nl", ["Saskia Timmermans", "Erik Brouwer", "Naima Azzouzi"]],
  ["Papierfabriek Eerbeek-Noord", "eerbeeknoord", "Eerbeek", "nl", ["Klaas Veenstra"]],
  ["Sportcentrum De Waag", "dewaagsport", "Deventer", "nl", ["Kim Schouten", "René Bos"]],
  ["Kwekerij 't Groene Hart", "tgroenehart", "Boskoop", "nl", ["Arjan Verkade"]],
  ["Drukkerij Zuiderlicht", "zuiderlichtdruk", "Breda", "nl", ["Maaike Claassen", "Björn Hendriks"]],
  ["Hotel De Gouden Leeuw", "goudenleeuw", "Maastricht", "nl", ["Céline Janssen"]],
  ["Metaalunie Twente", "metaaltwente", "Hengelo", "nl", ["Gerrit ter Horst", "Aylin Demir"]],
  ["Woonstichting Havenkwartier", "wshavenkwartier", "Den Helder", "nl", ["Yvonne Kramer", "Sjoerd de Boer"]],
  ["Autobedrijf Hofman", "autohofman", "Gouda", "nl", ["Patrick Hofman"]],
  ["Northwind Logistics", "northwind", "Antwerp", "en", ["Emily Carter", "James O'Neill"]],
  ["Fabrikam Cold Storage", "fabrikam", "Hamburg", "en", ["Lukas Brandt", "Sophie Weber"]],
  ["Contoso Facilities", "contoso", "Brussels", "en", ["Priya Raman", "Daniel Ortiz"]],
  ["Tailspin Greenhouses", "tailspin", "Kent", "en", ["Oliver Hughes"]],
  ["Brightwater Hotels", "brightwater", "Dublin", "en", ["Aoife Byrne", "Marcus Lindqvist"]],
  ["Nordlys Fisheries", "nordlys", "Bergen", "en", ["Ingrid Solheim", "Łukasz Nowak"]],
];

/** Companies that could buy; all names are made up, and all addresses end in the reserved .example. */
export const DEMO_COMPANIES: readonly DemoCompany[] = COMPANIES.map(
  ([name, domain, city, language, people]) => {
    const [first = name, ...others] = people;
    return {
      name,
      city,
      language,
      contacts: [contact(first, domain), ...others.map((other) => contact(other, domain))],
    };
  },
);

function contact(name: string, domain: string): DemoContact {
  const local = normalizeText(name.toLowerCase().replaceAll("ł", "l"), "NFD")
    .replace(/[^a-z ]/g, "")
    .replace(/ /, ".")
    .replaceAll(" ", "");
  return { name, email: `${local}@${domain}.example` };
}
