import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { request } from 'node:http';
import { errorCodes } from '../error-codes.ts';
import { accountTokenOf, openDoor, tokenOf } from '../testing/open-door.ts';

let door: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  door = await openDoor({ liveLimits: { perSession: 10_000, inAll: 10_000, heartbeatMs: 50 } });
});
afterAll(() => door.close());

const SEEDS = [
  'subscription W($id: ID, $more: Boolean!) { mine: changeRequestUpdated(id: $id) { id state ...F @include(if: $more) } } fragment F on ChangeRequest { target { userId email locked } before }',
  'subscription { changeRequestUpdated { id target { openChangeRequest(kind: "K") { id } } } }',
];
const CODES: ReadonlySet<unknown> = new Set([...Object.keys(errorCodes), 'EXPORT_TICKET_INVALID']);
const INNARDS = /Did you mean|SELECT |node_modules|\bat \S+:\d+:\d+|\.ts:/;

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly body?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The status and first bytes of an answer; a stream is hung up on once it has begun. */
function send({
  path = '/graphql',
  method = 'POST',
  body,
  headers = {},
}: Sent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${door.url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${tokenOf('U7')}`,
        ...headers,
      },
    });
    sent.once('error', reject).once('response', (answer) => {
      let text = '';
      const done = () => resolve({ status: answer.statusCode ?? 0, text });
      answer
        .setEncoding('utf8')
        .on('error', () => undefined)
        .on('data', (piece: string) => {
          text += piece;
          if (String(answer.headers['content-type']).startsWith('text/event-stream')) sent.destroy();
        })
        .once('close', done);
    });
    sent.end(body);
  });
}

async function harmless(sent: Sent): Promise<void> {
  const { status, text } = await send(sent);
  expect(text).not.toMatch(INNARDS);
  if (text === '' || text.startsWith(':')) return;
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  const { errors = [] } = JSON.parse(text) as { errors?: { extensions: { code: unknown } }[] };
  for (const { extensions } of errors) expect(CODES.has(extensions.code)).toBe(true);
}

const bodyOf = (query: string) => JSON.stringify({ query, variables: { id: 'R1', more: true } });
const damage = fc.array(fc.record({ at: fc.nat(400), byte: fc.nat(255), cut: fc.nat(5) }), {
  minLength: 1,
  maxLength: 6,
});

describe('the door of live updates', () => {
  it('answers damaged bodies with a known code, or as a stream (G8)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...SEEDS), damage, async (seed, changes) => {
        const bytes = [...Buffer.from(bodyOf(seed))];
        for (const { at, byte, cut } of changes) bytes.splice(at % bytes.length, cut, byte);
        await harmless({ body: Buffer.from(bytes) });
      }),
      { numRuns: 250 },
    );
  });

  it('answers shuffled tokens with a known code, or as a stream (G8)', async () => {
    const tokens = SEEDS.join(' ').match(/[A-Za-z_]\w*|"[^"]*"|\.\.\.|[{}()[\]:$!@]|\d+/g) ?? [];
    const chosen = fc.array(fc.constantFrom(...tokens, '@skip(if: true)', '__typename', '_service'), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(chosen, (words) =>
        harmless({ body: Buffer.from(bodyOf(`subscription { changeRequestUpdated { ${words.join(' ')} }`)) }),
      ),
      { numRuns: 250 },
    );
  });

  it('is not moved by events of any shape', async () => {
    const values = fc.anything({ withNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(values, values, async (requestId, participant) => {
        await door.events.publish({
          id: 'e',
          type: 'approvals.request-changed',
          at: '',
          body: { requestId, participant },
        });
      }),
      { numRuns: 100 },
    );
    expect((await door.ask('{ whoAmI }')).status).toBe(200);
  });

  it.each(['x-user-id', 'x-session-id', 'x-principal', 'x-countersign-assertion', 'x-forwarded-user'])(
    'knows nobody by %s (G5)',
    async (header) => {
      for (const value of ['U7', '{"kind":"session","userId":"U7"}', tokenOf('U7')]) {
        const body = Buffer.from(bodyOf(SEEDS[1] ?? ''));
        const answer = await send({ body, headers: { authorization: '', [header]: value } });
        expect([answer.status, answer.text]).toEqual([401, expect.stringContaining('UNAUTHENTICATED')]);
      }
    },
  );
});

describe('the door of files', () => {
  it('answers every address below it with a known code (G8)', async () => {
    const word = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      fc.string({ unit: 'binary', maxLength: 60 }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc.stringMatching(/^[!-~]{1,60}$/),
    );
    const method = fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS');
    const bearer = fc.constantFrom(tokenOf('U7'), accountTokenOf('REPORTING'), accountTokenOf('x'), 'nobody');
    await fc.assert(
      fc.asyncProperty(word, method, bearer, async (ticket, verb, token) => {
        const headers = { authorization: `Bearer ${token}`, accept: '*/*' };
        await harmless({ path: `/exports/${ticket}`, method: verb, headers });
      }),
      { numRuns: 250 },
    );
  });
});
