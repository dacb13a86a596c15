const SUBMIT = `mutation($input: BulkChangeInput!) { submitBulkChange(input: $input) {
  __typename ... on ChangeRequest { id digest } ... on ChangeRefused { code message } } }`;
const APPROVE = `mutation($requestId: ID!, $digest: String!) { approveChange(requestId: $requestId, digest: $digest) {
  __typename ... on ChangeRequest { id state } ... on ChangeRefused { code message } } }`;
const PROGRESS = `query($id: ID!) { changeRequest(id: $id) { state bulk { total applied refused pending } } }`;

/** One file of 2,000 new addresses: seconds to submit it, and from the approval until the last row is applied. */
export async function measureBulk({ product, tokens, bulk }) {
  const maker = tokens.get(bulk.maker.userId);
  const checker = tokens.get(bulk.checker.userId);
  const userId = (index) =>
    `HKZBULK${1 + Math.floor(index / 1296)}${(index % 1296).toString(36).toUpperCase().padStart(2, '0')}`;
  const rows = Array.from({ length: 2_000 }, (_, index) => `EMAIL,${userId(index)},new-${index}@firm.example`);
  let began = performance.now();
  const { submitBulkChange: request } = await product.ask(maker, SUBMIT, {
    input: { csv: `action,user_id,email\r\n${rows.join('\r\n')}\r\n` },
  });
  if (request.__typename !== 'ChangeRequest') throw new Error(JSON.stringify(request));
  const submitted = performance.now() - began;
  began = performance.now();
  const { approveChange } = await product.ask(checker, APPROVE, { requestId: request.id, digest: request.digest });
  if (approveChange.__typename !== 'ChangeRequest') throw new Error(JSON.stringify(approveChange));
  const answered = performance.now() - began;
  for (;;) {
    const { changeRequest } = await product.ask(maker, PROGRESS, { id: request.id });
    if (changeRequest.state === 'EXECUTED') {
      const { applied, refused } = changeRequest.bulk;
      return {
        rows: 2_000,
        applied,
        refused,
        submitSeconds: Number((submitted / 1_000).toFixed(2)),
        answeredSeconds: Number((answered / 1_000).toFixed(2)),
        appliedSeconds: Number(((performance.now() - began) / 1_000).toFixed(2)),
      };
    }
    await new Promise((next) => setTimeout(next, 100));
  }
}
