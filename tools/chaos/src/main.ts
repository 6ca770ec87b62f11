import { parseArgs } from "node:util";
import { createCluster } from "./create-cluster";
import { runSeed } from "./run-seed";

/** `npm run chaos -- --seeds 200 --from 1`, or `--seed 17` to play one again, with its log. */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
  },
});
const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const logLevel = values.seed === undefined ? "silent" : "warn";

await using cluster = await createCluster();
const broken: number[] = [];
for (let seed = first; seed < first + count; seed++) {
  const { breaches, story } = await runSeed(seed, cluster, logLevel);
  console.log(`seed ${seed}: ${breaches.length === 0 ? "clean" : "BROKEN"}\n  ${story.join("\n  ")}`);
  for (const breach of breaches) console.log(`  ! ${breach}`);
  if (breaches.length > 0) broken.push(seed);
}
console.log(`${count} seeds, ${broken.length} broken${broken.length > 0 ? `: ${broken.join(", ")}` : ""}`);
process.exitCode = broken.length > 0 ? 1 : 0;
