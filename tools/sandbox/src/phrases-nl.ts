import type { PhraseBank } from "./phrase-bank";

/** Dutch sales calls. "R" is the sales rep, "C" the customer; see phrase-bank.ts for the words in braces. */
export const PHRASES_NL: PhraseBank = {
  greeting: [
    [
      "R Goedemorgen {contact}, hoor je mij goed?",
      "C Ja, prima. Jij mij ook?",
      "R Heel goed. Fijn dat je tijd hebt gemaakt.",
      "C Graag gedaan, ik was benieuwd.",
    ],
    [
      "C Hallo, met {contact}.",
      "R Dag {contact}, met {rep} van Zonnewende. Schikt het nog steeds?",
      "C Ja hoor, ik heb tot het hele uur.",
    ],
    [
      "R Hé {contact}, daar ben je. Ging het inloggen goed?",
      "C Met een omweg, maar ik ben er.",
      "R Mooi. Ik neem het gesprek op, dan hoef ik niet mee te schrijven. Vind je dat goed?",
      "C Geen probleem.",
    ],
    [
      "R Goedemiddag {contact}. Zal ik kort zeggen wat ik vandaag wil doen?",
      "C Graag.",
      "R Eerst jullie situatie, dan laat ik iets zien, en dan kijken we samen of een vervolg zin heeft.",
      "C Klinkt goed.",
    ],
  ],
  situation: [
    [
      "R Vertel eens, hoe is het nu geregeld bij {company}?",
      "C We hebben {count} panelen op het dak in {city}, maar niemand kijkt ernaar.",
      "R En wie merkt het als er iets uitvalt?",
      "C Eerlijk gezegd zien we het pas op de jaarrekening.",
    ],
    [
      "C Vorig jaar zijn er laadpalen bij gekomen en sindsdien gaat de hoofdzekering er soms uit.",
      "R Hoe vaak gebeurt dat?",
      "C Een keer of twee per maand, meestal rond vier uur.",
      "R Dat is precies het moment dat de bussen terugkomen, denk ik?",
      "C Klopt, dan hangt alles tegelijk aan de stekker.",
    ],
    [
      "R Hoe groot is jullie aansluiting op dit moment?",
      "C Drie keer tweehonderd ampère, en groter krijgen we voorlopig niet.",
      "R Door de wachtlijst van de netbeheerder?",
      "C Ja, ze noemen nu {year} als vroegste datum.",
    ],
    [
      "R Wie is er bij jullie verantwoordelijk voor energie?",
      "C Officieel ik, maar het is iets wat ik erbij doe.",
      "R Dat hoor ik bijna overal.",
    ],
    [
      "C We betalen meer voor terugleveren dan we ervoor krijgen, en dat begint te steken.",
      "R Hebben jullie een dynamisch contract?",
      "C Sinds januari, maar we doen er niets mee.",
      "R Dan ligt daar waarschijnlijk het eerste geld.",
    ],
    [
      "R Wat was de aanleiding om juist nu te bellen?",
      "C Onze accountant vroeg naar een rapportage over CO2, en die konden we niet geven.",
      "R Moet dat dit jaar al?",
      "C Over dit boekjaar, dus in het voorjaar moet er iets liggen.",
    ],
    [
      "R Met welke systemen werken jullie nu?",
      "C De omvormers hebben een eigen app, de laadpalen weer een andere, en de rest is Excel.",
      "R En wie houdt die Excel bij?",
      "C Een stagiair die vorige maand is weggegaan.",
    ],
    [
      "C We hebben twee vestigingen, {city} en nog een loods verderop.",
      "R Zitten die op dezelfde meter?",
      "C Nee, aparte aansluitingen, dat maakt het zo onoverzichtelijk.",
    ],
  ],
  questions: [
    [
      "C Werkt jullie systeem ook met de omvormers die wij al hebben?",
      "R In de meeste gevallen wel. Welk merk is het?",
      "C Een mix, door de jaren heen gekocht.",
      "R Ik stuur je de lijst. Staat er een niet op, dan zoeken we het uit.",
    ],
    [
      "C Kun je ook sturen, of laat het alleen zien?",
      "R Allebei. Je begint met kijken, en na een maand zet je het sturen aan.",
      "C Dat is verstandig, want mijn monteurs vertrouwen het niet meteen.",
      "R Dat hoeft ook niet. Zij houden altijd de knop.",
    ],
    [
      "C Waar staan onze gegevens?",
      "R In een datacenter in Nederland, en we delen ze met niemand.",
      "C Zet je dat ook in het contract?",
      "R Ja, er zit standaard een verwerkersovereenkomst bij.",
    ],
    [
      "C Hoe lang duurt het voordat het draait?",
      "R Reken op drie weken: een week voorbereiding, een dag installatie, en dan inregelen.",
      "C En moet de stroom eraf?",
      "R Hooguit een kwartier, en dat plannen we buiten werktijd.",
    ],
    [
      "R Mag ik je scherm even laten zien wat je collega's zouden zien?",
      "C Graag.",
      "R Dit is het dak, dit zijn de laadpalen, en hier zie je de piek van gisteren.",
      "C Oh, dat is inderdaad om vier uur.",
      "R En als ik dit schuifje verzet, spreidt hij het over de avond.",
    ],
    [
      "C Wat als internet eruit ligt?",
      "R Dan stuurt het kastje door op het laatste plan, en het haalt de gegevens later in.",
      "C Dus er valt niets stil?",
      "R Nee.",
    ],
    [
      "C Hebben jullie klanten in onze branche?",
      "R Een stuk of tien. Ik kan je met een van hen in contact brengen.",
      "C Dat zou ik fijn vinden, liefst iemand van onze omvang.",
      "R Ik vraag het na.",
    ],
    [
      "C Krijg ik een melding als er een paneel uitvalt?",
      "R Een mail of een appje, wat je wilt, en je stelt zelf in vanaf welk verlies.",
      "C Anders krijg ik er tien per dag.",
    ],
    [
      "C Kan onze installateur er ook in?",
      "R Ja, je geeft hem een eigen account en je bepaalt wat hij ziet.",
      "C Mooi, want die belt nu altijd mij.",
    ],
    [
      "R Hoe ziet een goed resultaat er over een jaar voor jou uit?",
      "C Dat ik één keer per maand kijk en verder nergens aan hoef te denken.",
      "R En in geld?",
      "C Tien procent van de rekening zou ik al heel mooi vinden.",
    ],
    [
      "C En een batterij, is dat iets voor ons?",
      "R Eerlijk? Pas als we een paar maanden gemeten hebben.",
      "C Een ander bedrijf wilde er meteen een verkopen.",
      "R Dat geloof ik. Ik reken het liever eerst na.",
    ],
  ],
  price: [
    [
      "C Wat kost het ongeveer?",
      "R Voor jullie omvang zit je rond de {price} euro per maand, alles erbij.",
      "C Is dat inclusief het kastje?",
      "R Ja, dat blijft van ons, dus als er iets stuk gaat vervangen we het.",
    ],
    [
      "C Dat is meer dan ik in mijn hoofd had.",
      "R Waar had je op gerekend?",
      "C Ongeveer de helft.",
      "R Dan laat ik je zien wat het oplevert, want de piek alleen al kost jullie meer.",
    ],
    [
      "C Is er een contract van meerdere jaren?",
      "R Nee, een jaar, en daarna per maand opzegbaar.",
      "C Dat scheelt, want langer mag ik niet tekenen.",
    ],
    [
      "C Kunnen we het over drie maanden spreiden?",
      "R Dat kan. Ik zet het zo in de offerte.",
      "C Dan wordt het makkelijker door de directie heen te krijgen.",
    ],
    [
      "R Zijn er subsidies die jullie al gebruiken?",
      "C De EIA, maar dat doet de accountant.",
      "R Wij leveren de stukken aan, dan hoeft hij alleen in te dienen.",
    ],
  ],
  objections: [
    [
      "C Mijn collega is bang dat het weer een project wordt dat blijft liggen.",
      "R Begrijpelijk. Daarom beginnen we met één vestiging en één doel.",
      "C Dat zal ik zo zeggen.",
    ],
    [
      "C We hebben ook met een andere partij gesproken.",
      "R Wat beviel je daar?",
      "C De prijs. Maar ze hadden geen antwoord op de vraag over de laadpalen.",
    ],
    [
      "C Ik moet dit nog wel intern bespreken.",
      "R Natuurlijk. Wat moet je daarvoor in handen hebben?",
      "C Een A4'tje met wat het kost en wat het oplevert.",
      "R Dat maak ik, met jullie eigen cijfers.",
    ],
  ],
  next: [
    [
      "R Zullen we een vervolg prikken?",
      "C Volgende week donderdag kan ik, na elven.",
      "R Dan stuur ik een uitnodiging voor half twaalf.",
      "C Nodig {other} ook maar uit, die beslist mee.",
    ],
    [
      "R Ik stuur je vandaag de offerte en de lijst met omvormers.",
      "C Dan kijk ik er vrijdag naar.",
      "R En zullen we maandag even kort bellen?",
      "C Doe maar om negen uur.",
    ],
    [
      "C Kun je langskomen om de meterkast te zien?",
      "R Ja, ik ben dinsdag in de buurt van {city}.",
      "C Prima, ik zorg dat de monteur er is.",
    ],
  ],
  closing: [
    [
      "R Heb je nog vragen voor nu?",
      "C Nee, helder verhaal.",
      "R Dank je wel {contact}, tot snel.",
      "C Jij ook, fijne dag.",
    ],
    [
      "C Dank, dit was nuttiger dan ik dacht.",
      "R Goed om te horen. Je hebt vanmiddag alles in je mail.",
      "C Tot volgende keer.",
    ],
    [
      "R Dan laat ik je gaan.",
      "C Ja, mijn volgende afspraak staat al te zwaaien.",
      "R Succes, en tot later.",
      "C Doei.",
    ],
  ],
  fillers: ["Ja.", "Precies.", "Duidelijk.", "Oké.", "Hm-hm.", "Snap ik.", "Goed punt.", "Dat is zo."],
};
