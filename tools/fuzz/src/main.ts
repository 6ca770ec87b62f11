// Nightly: npm run fuzz -- [--cases 1000000] [--seed 1]

import { parseArgs } from "node:util";
import { runFuzz } from "./fuzz-targets";

const { values } = parseArgs({
  options: { cases: { type: "string", default: "1000000" }, seed: { type: "string" } },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
console.log(`Seed ${seed}; the same again: npm run fuzz -- --seed ${seed} --cases ${values.cases}`);
const total = runFuzz(Number(values.cases), seed, (name, runs) => console.log(`✓ ${name}: ${runs}`));
console.log(`${total} cases, and nothing misbehaved.`);
