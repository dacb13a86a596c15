import { setTimeout as pause } from 'node:timers/promises';
import { type ApiClient, WalkthroughFailed } from './api-client.ts';
import { accepted, approve, type Change, OUTCOME, submit } from './change.ts';
import type { Desks } from './desks.ts';
import type { Scene } from './log-in.ts';
import { withoutEmail } from './without-email.ts';

interface Preview {
  readonly total: number;
  readonly valid: number;
  readonly rows: readonly { readonly line: number; readonly error: { readonly message: string } | null }[];
}

interface Results {
  readonly state: string;
  readonly bulkRows: { readonly nodes: readonly { readonly line: number; readonly state: string }[] };
}

const PREVIEW = `query ($csv: String!) {
  bulkChangePreview(csv: $csv) { total valid rows(onlyErrors: true) { line error { message } } }
}`;
const STRIKE = `mutation ($id: ID!, $lines: [Int!]!) {
  strikeBulkRows(requestId: $id, lines: $lines, reason: "Ask her first") { ${OUTCOME} }
}`;
const RESULTS = `query ($id: ID!) {
  changeRequest(id: $id) { state bulkRows(first: 100) { nodes { line state } } }
}`;
const TRIES = 100;
const PAUSE_MS = 50;

async function results(maker: ApiClient, id: string): Promise<string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { state, bulkRows } = await maker.ask<Results>(RESULTS, { id });
    if (state === 'EXECUTED') return bulkRows.nodes.map((row) => `${row.line} ${row.state}`).join(', ');
    await pause(PAUSE_MS);
  }
  throw new WalkthroughFailed('The bulk change should have been made by now');
}

/** W24: a file of four lines, one wrong and one struck, is one request and one approval. */
export async function bulkChange({ narrator }: Scene, desks: Desks): Promise<void> {
  const { maker, checker } = desks;
  narrator.chapter('Many changes under one approval');
  const users = await withoutEmail(maker.session, 3);
  const lines = users.map(({ userId }) => `EMAIL,${userId},${userId.toLowerCase()}@abc-futures.example`);
  const csv = ['action,user_id,email', ...lines, 'EMAIL,HKABC4ZZ,nobody@abc-futures.example'].join('\n');
  const preview = await maker.session.ask<Preview>(PREVIEW, { csv });
  const [wrong] = preview.rows;
  narrator.step(
    `${maker.userId} tries a file of ${preview.total} lines`,
    `${preview.valid} can be applied; line ${wrong?.line}: ${wrong?.error?.message}`,
  );
  const request = await submit(maker.session, ['submitBulkChange', 'BulkChangeInput'], {
    csv,
    onErrors: 'APPLY_VALID_ROWS',
  });
  narrator.step(`${maker.userId} submits it without that line`, `${request.state}, one request`);
  const struck = accepted(await checker.session.ask<Change>(STRIKE, { id: request.id, lines: [4] }), 'SUBMITTED');
  narrator.step(`${checker.userId} strikes line 4`, 'the request has another digest from now on');
  await approve(desks, narrator, struck);
  narrator.step('Every line has its own result', `lines ${await results(maker.session, request.id)}`);
}
