import { cpus } from 'node:os';
import { verify } from '@node-rs/argon2';

/** As many argon2id verifications as this machine does with every core on nothing else; prints one line of JSON. */
const { seconds, phc, password, pepper } = JSON.parse(process.argv[2]);
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1, secret: Buffer.from(pepper, 'base64') };
let done = 0;
const used = process.cpuUsage();
const began = performance.now();
const until = began + seconds * 1_000;
async function worker() {
  while (performance.now() < until) {
    if (!(await verify(phc, password, options))) throw new Error('The password does not verify.');
    done += 1;
  }
}
await Promise.all(Array.from({ length: cpus().length }, worker));
const { user, system } = process.cpuUsage(used);
console.log(
  JSON.stringify({
    perSecond: (done * 1_000) / (performance.now() - began),
    processorMs: (user + system) / 1_000 / done,
  }),
);
