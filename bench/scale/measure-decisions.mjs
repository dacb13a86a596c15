import { commitsPerSecond } from './commits.mjs';
import { costMeter } from './cost.mjs';
import { median } from './timed.mjs';

const SUBMIT = `mutation($input: ProfileChangeInput!) { submitProfileChange(input: $input) {
  __typename ... on ChangeRequest { id digest } ... on ChangeRefused { code message } } }`;
const APPROVE = `mutation($requestId: ID!, $digest: String!) { approveChange(requestId: $requestId, digest: $digest) {
  __typename ... on ChangeRequest { state } ... on ChangeRefused { code message } } }`;

const userId = (index) =>
  `HKZQUEUE${1 + Math.floor(index / 1296)}${(index % 1296).toString(36).toUpperCase().padStart(2, '0')}`;

/**
 * Approvals a second, each applied when it is answered, beside one-row commits a second of the same database from as many
 * connections and from one; rounds alternate. Submitting is not measured.
 */
export async function measureDecisions({ product, tokens, queue }, { connections, seconds, databaseUrl, processes }) {
  const maker = tokens.get(queue.maker.userId);
  const checker = tokens.get(queue.checker.userId);
  const meter = await costMeter({ processes, databaseUrl });
  const inParallel = (jobs, work) => {
    const left = [...jobs];
    return Promise.all(
      Array.from({ length: connections }, async () => {
        for (let job = left.shift(); job !== undefined; job = left.shift()) await work(job);
      }),
    );
  };
  const rounds = [];
  for (let round = 0; round <= 3; round++) {
    const targets = Array.from({ length: 1_200 }, (_, index) => userId(index + round * 1_200));
    const requests = [];
    await inParallel(targets, async (target) => {
      const input = { userId: target, version: 1, set: { otherNames: `Round ${round}` } };
      const { submitProfileChange } = await product.ask(maker, SUBMIT, { input });
      if (submitProfileChange.__typename !== 'ChangeRequest') throw new Error(JSON.stringify(submitProfileChange));
      requests.push(submitProfileChange);
    });
    const before = await meter.read();
    const began = performance.now();
    await inParallel(requests, async ({ id, digest }) => {
      const { approveChange } = await product.ask(checker, APPROVE, { requestId: id, digest });
      if (approveChange.state !== 'EXECUTED') throw new Error(JSON.stringify(approveChange));
    });
    const decisions = (requests.length * 1_000) / (performance.now() - began);
    const cost = await meter.since(before, requests.length);
    const commits = await commitsPerSecond({ url: databaseUrl, connections, seconds });
    const sequential = await commitsPerSecond({ url: databaseUrl, connections: 1, seconds });
    console.log(round === 0 ? 'warm-up' : `round ${round}`, {
      decisions: Math.round(decisions),
      commits: Math.round(commits),
      sequential: Math.round(sequential),
      ...cost,
    });
    if (round > 0) rounds.push({ decisions, commits, sequential, cost });
  }
  await meter.close();
  const middle = (of) => median(rounds.map(of));
  return {
    decisions: Math.round(middle((row) => row.decisions)),
    commits: Math.round(middle((row) => row.commits)),
    commitsOfOneConnection: Math.round(middle((row) => row.sequential)),
    ratio: Number(middle((row) => row.decisions / row.commits).toFixed(2)),
    ratioToOneConnection: Number(middle((row) => row.decisions / row.sequential).toFixed(2)),
    perDecision: Object.fromEntries(Object.keys(rounds[0].cost).map((name) => [name, middle((row) => row.cost[name])])),
  };
}
