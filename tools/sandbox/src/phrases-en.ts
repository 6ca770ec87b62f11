import type { PhraseBank } from "./phrase-bank";

/** English sales calls. "R" is the sales rep, "C" the customer; see phrase-bank.ts for the words in braces. */
export const PHRASES_EN: PhraseBank = {
  greeting: [
    [
      "R Good morning {contact}, can you hear me all right?",
      "C Loud and clear. How about me?",
      "R Perfect. Thanks for making the time.",
      "C No problem, I was curious.",
    ],
    [
      "C Hi, {contact} here.",
      "R Hi {contact}, this is {rep} from Zonnewende. Is this still a good moment?",
      "C It is, I have until the top of the hour.",
    ],
    [
      "R There you are, {contact}. Any trouble getting in?",
      "C It asked me to update first, but I made it.",
      "R I record the call so I don't have to type along. Is that okay with you?",
      "C Sure, go ahead.",
    ],
    [
      "R Shall I say in a sentence what I'd like to do today?",
      "C Please.",
      "R First your situation, then a short demo, and then we see whether a next step makes sense.",
      "C Works for me.",
    ],
  ],
  situation: [
    [
      "R So how is energy arranged at {company} today?",
      "C We have {count} panels on the roof in {city}, and nobody looks at them.",
      "R And who notices when a string goes down?",
      "C Honestly? We find out on the annual bill.",
    ],
    [
      "C We added chargers last year, and since then the main fuse trips.",
      "R How often?",
      "C Twice a month or so, usually around four.",
      "R That's when the vans come back, I guess?",
      "C Exactly, and everyone plugs in at once.",
    ],
    [
      "R What is the size of your grid connection?",
      "C Two hundred amps, three phase, and we can't get a bigger one.",
      "R Because of the waiting list?",
      "C They now say {year} at the earliest.",
    ],
    [
      "R Who owns energy on your side?",
      "C On paper it's me, next to my real job.",
      "R I hear that nearly everywhere.",
    ],
    [
      "C Feeding power back costs us more than it brings in, and that stings.",
      "R Are you on a dynamic tariff?",
      "C Since January, but we do nothing with it.",
      "R Then that is probably where the first money is.",
    ],
    [
      "R What made you call now?",
      "C Our auditor asked for a carbon report and we had nothing to show.",
      "R Is that for this year already?",
      "C For this fiscal year, so something has to be there by spring.",
    ],
    [
      "R Which systems do you use at the moment?",
      "C The inverters have their app, the chargers have another, and the rest is a spreadsheet.",
      "R Who keeps the spreadsheet?",
      "C An intern who left last month.",
    ],
    [
      "C There are two sites, {city} and a smaller warehouse down the road.",
      "R Are they on the same meter?",
      "C No, two connections. That's why nobody has the full picture.",
    ],
  ],
  questions: [
    [
      "C Does it work with the inverters we already have?",
      "R In most cases, yes. Which brand?",
      "C A mix, bought over the years.",
      "R I'll send you the list. If yours isn't on it we'll find out.",
    ],
    [
      "C Can it control things, or does it only show them?",
      "R Both. You start with watching, and after a month you switch the control on.",
      "C Good, because my engineers won't trust it right away.",
      "R They don't have to. They always keep the switch.",
    ],
    [
      "C Where is our data?",
      "R In a data centre in the Netherlands, and we share it with nobody.",
      "C Is that in the contract?",
      "R Yes, a processing agreement comes with it.",
    ],
    [
      "C How long until it runs?",
      "R Three weeks: one to prepare, a day to install, and then some tuning.",
      "C Does the power have to go off?",
      "R A quarter of an hour at most, outside working hours.",
    ],
    [
      "R May I show you what your colleagues would see?",
      "C Please do.",
      "R This is the roof, these are the chargers, and here is yesterday's peak.",
      "C Ah, at four, indeed.",
      "R And when I move this slider it spreads over the evening.",
    ],
    [
      "C What happens when the internet is down?",
      "R The box carries on with the last plan, and the data catches up later.",
      "C So nothing stops?",
      "R Nothing stops.",
    ],
    [
      "C Do you have customers in our line of business?",
      "R About ten. I can put you in touch with one of them.",
      "C I'd like that, preferably somebody our size.",
      "R I'll ask around.",
    ],
    [
      "C Will I get a message when a panel fails?",
      "R By mail or on your phone, and you choose from which loss on.",
      "C Good, otherwise I get ten a day.",
    ],
    [
      "C Could our installer log in as well?",
      "R Yes, with an account of their own, and you decide what they see.",
      "C Great, because now they always call me.",
    ],
    [
      "R What would a good result look like in a year?",
      "C That I look once a month and don't think about it otherwise.",
      "R And in money?",
      "C Ten percent of the bill would be lovely.",
    ],
    [
      "C And a battery, is that something for us?",
      "R Honestly? Only after we have measured for a few months.",
      "C Another company wanted to sell us one on the spot.",
      "R I believe that. I'd rather do the sums first.",
    ],
  ],
  price: [
    [
      "C What does it cost, roughly?",
      "R For your size it's around {price} euros a month, everything included.",
      "C Including the box?",
      "R Yes, it stays ours, so if it breaks we replace it.",
    ],
    [
      "C That's more than I had in mind.",
      "R What were you expecting?",
      "C About half.",
      "R Then let me show what it saves, because the peak alone costs you more.",
    ],
    [
      "C Is there a contract for several years?",
      "R No, one year, and monthly after that.",
      "C That helps, I'm not allowed to sign for longer.",
    ],
    [
      "C Could we spread it over three months?",
      "R We can. I'll put it in the quote like that.",
      "C That makes it easier to get past the board.",
    ],
    [
      "R Do you use any subsidies already?",
      "C There's a tax scheme, but our accountant handles it.",
      "R We deliver the papers, so all that's left is filing them.",
    ],
  ],
  objections: [
    [
      "C My colleague fears it will be another project that gathers dust.",
      "R Fair enough. That's why we start with one site and one goal.",
      "C I'll put it like that.",
    ],
    [
      "C We talked to another vendor as well.",
      "R What did you like there?",
      "C The price. But they had no answer about the chargers.",
    ],
    [
      "C I have to take this to the team first.",
      "R Of course. What do you need for that?",
      "C One page with what it costs and what it brings.",
      "R I'll make it, with your own numbers.",
    ],
  ],
  next: [
    [
      "R Shall we plan the next step?",
      "C Next Thursday works, after eleven.",
      "R I'll send an invite for half past.",
      "C Add {other} as well, they decide with me.",
    ],
    [
      "R You'll have the quote and the inverter list today.",
      "C I'll go through it on Friday.",
      "R And a short call on Monday?",
      "C Nine o'clock is fine.",
    ],
    [
      "C Could you come by and look at the switchboard?",
      "R Yes, I'm near {city} on Tuesday.",
      "C Good, I'll make sure our engineer is there.",
    ],
  ],
  closing: [
    [
      "R Any questions left for now?",
      "C No, that was clear.",
      "R Thank you {contact}, speak soon.",
      "C You too, have a good day.",
    ],
    [
      "C Thanks, this was more useful than I expected.",
      "R Glad to hear it. You'll have everything in your mailbox this afternoon.",
      "C Until next time.",
    ],
    [
      "R Then I'll let you go.",
      "C Yes, my next meeting is already waving at me.",
      "R Good luck, talk later.",
      "C Bye.",
    ],
  ],
  fillers: ["Yes.", "Exactly.", "Right.", "Okay.", "Mm-hm.", "I see.", "Good point.", "True."],
};
