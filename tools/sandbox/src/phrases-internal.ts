import type { PhraseBank } from "./phrase-bank";

/** Dutch calls between colleagues. "R" is who records, "C" a colleague. */
export const PHRASES_INTERNAL: PhraseBank = {
  greeting: [
    [
      "R Goedemorgen allemaal, zijn we compleet?",
      "C Ik ben er. De rest zit nog in de trein.",
      "R Dan beginnen we vast.",
    ],
    ["C Hoi {rep}, even snel de week doornemen?", "R Ja, ik heb het bord openstaan.", "C Top."],
  ],
  situation: [
    [
      "R Hoe staat het met {company}?",
      "C De offerte ligt er, maar ze reageren niet meer.",
      "R Bel ze, mailen helpt daar niet.",
      "C Doe ik vanmiddag.",
    ],
    [
      "C Ik heb deze week {count} nieuwe aanvragen gezien.",
      "R Waar komen ze vandaan?",
      "C De helft van de beurs, de rest via de site.",
    ],
    [
      "R De demo-omgeving was maandag een uur weg.",
      "C Dat was precies mijn afspraak.",
      "R Is het goed gekomen?",
      "C Ik heb de schermafdrukken laten zien, en dat ging eigenlijk prima.",
    ],
    [
      "C {company} wil de prijs van vorig jaar.",
      "R Tot wanneer gold die?",
      "C Tot eind december.",
      "R Dan zou ik hem houden, maar wel deze maand tekenen.",
    ],
    [
      "R Wie neemt de regio rond {city} over?",
      "C Ik kan het erbij doen tot de zomer.",
      "R Dank, dan zet ik het zo in het systeem.",
    ],
  ],
  questions: [
    [
      "C Hebben we al een antwoord op de vraag over de batterijen?",
      "R Techniek zegt: eind van het kwartaal.",
      "C Dan beloof ik voorlopig niets.",
    ],
    [
      "R Wat hoor je het vaakst als bezwaar?",
      "C De wachtlijst van de netbeheerder. Mensen denken dat ze niets kunnen.",
      "R Daar moeten we een pagina over maken.",
      "C Sanne heeft al een opzet.",
    ],
    [
      "C Kunnen we de vaste tekst in de offerte korter maken?",
      "R Ja, die ene pagina over onszelf leest niemand.",
      "C Ik doe een voorstel.",
    ],
    [
      "R Hoe lang duurt het nu van eerste gesprek tot handtekening?",
      "C Gemiddeld zeven weken.",
      "R Dat was er negen, dus we gaan de goede kant op.",
    ],
    ["C Mag ik de casus van het koelhuis gebruiken?", "R Met toestemming wel. Ik vraag het na."],
    ["R Is de training voor nieuwe collega's gepland?", "C De eerste week van de maand, twee ochtenden."],
    ["C Wie zit er volgende week op de stand?", "R Jij en Joost de eerste dag, Fatima en ik de tweede."],
  ],
  price: [
    [
      "R Blijven we met de kleine klanten op {price} euro?",
      "C Ik zou het zo laten tot na de zomer.",
      "R Akkoord.",
    ],
    [
      "C Er is om korting gevraagd op het kastje.",
      "R Liever een maand gratis dan korting.",
      "C Dat begrijpt iedereen ook beter.",
    ],
  ],
  objections: [
    [
      "C Ik vind dat we te veel tegelijk doen.",
      "R Wat zou jij laten vallen?",
      "C De nieuwsbrief, tot we weer met z'n vieren zijn.",
    ],
  ],
  next: [
    [
      "R Wie doet wat voor volgende week?",
      "C Ik bel de openstaande offertes na.",
      "R En ik maak de cijfers af.",
    ],
    ["C Zullen we dit voortaan op maandag doen?", "R Goed, dan verzet ik de reeks."],
  ],
  closing: [
    ["R Dat was het. Fijne dag allemaal.", "C Jij ook, tot morgen."],
    ["C Ik moet door.", "R Ga maar, de rest doen we via de chat."],
  ],
  fillers: ["Ja.", "Precies.", "Oké.", "Goed.", "Hm.", "Eens.", "Prima."],
};
