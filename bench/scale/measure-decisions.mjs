import { median } from './timed.mjs';

const SUBMIT = `mutation($input: ProfileChangeInput!) { submitProfileChange(input: $input) {
  __typename ... on ChangeRequest { id digest } ... on ChangeRefused { code message } } }`;
const APPROVE = `mutation($requestId: ID!, $digest: String!) { approveChange(requestId: $requestId, digest: $digest) {
  __typename ... on ChangeRequest { state } ... on ChangeRefused { code message } } }`;

const userId = (index) =>
  `HKZQUEUE${1 + Math.floor(index / 1296)}${(index % 1296).toString(36).toUpperCase().padStart(2, '0')}`;

/**
 * Approvals a second, each applied when it is answered, beside one-row commits a second of the same database from as many
 * connections; rounds alternate. Submitting is not measured.
 */
export async function measureDecisions({ product, tokens, queue }, { connections, seconds, commits }) {
  const maker = tokens.get(queue.maker.userId);
  const checker = tokens.get(queue.checker.userId);
  const inParallel = (jobs, work) => {
    const left = [...jobs];
    return Promise.all(
      Array.from({ length: connections }, async () => {
        for (let job = left.shift(); job !== undefined; job = left.shift()) await work(job);
      }),
    );
  };
  const versions = new Map();
  const rounds = [];
  for (let round = 0; round <= 3; round++) {
    const targets = Array.from({ length: 1_200 }, (_, index) => userId(index + round * 1_200));
    const requests = [];
    await inParallel(targets, async (target) => {
      const input = { userId: target, version: versions.get(target) ?? 1, set: { otherNames: `Round ${round}` } };
      const { submitProfileChange } = await product.ask(maker, SUBMIT, { input });
      if (submitProfileChange.__typename !== 'ChangeRequest') throw new Error(JSON.stringify(submitProfileChange));
      requests.push(submitProfileChange);
    });
    const began = performance.now();
    await inParallel(requests, async ({ id, digest }) => {
      const { approveChange } = await product.ask(checker, APPROVE, { requestId: id, digest });
      if (approveChange.state !== 'EXECUTED') throw new Error(JSON.stringify(approveChange));
    });
    const decisions = (requests.length * 1_000) / (performance.now() - began);
    const own = await commits(seconds);
    console.log(round === 0 ? 'warm-up' : `round ${round}`, {
      decisions: Math.round(decisions),
      commits: Math.round(own),
    });
    if (round > 0) rounds.push({ decisions, commits: own, ratio: decisions / own });
  }
  return {
    decisions: Math.round(median(rounds.map((row) => row.decisions))),
    commits: Math.round(median(rounds.map((row) => row.commits))),
    ratio: Number(median(rounds.map((row) => row.ratio)).toFixed(2)),
  };
}
