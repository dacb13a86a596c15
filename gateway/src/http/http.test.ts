import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReceivedMail } from '@countersign/platform';
import { openDoor } from '../testing/open-door.ts';

const mail: ReceivedMail = {
  id: 'm1',
  receivedAt: new Date('2023-04-03T01:30:00.000Z'),
  from: 'no-reply@example.org',
  to: ['a@example.org'],
  subject: 'Your code <script>alert(1)</script>',
  text: 'Code: 123456 & "quotes"',
};
const mailbox = {
  list: (filter?: { readonly to?: string }) => (filter?.to === undefined || mail.to.includes(filter.to) ? [mail] : []),
};

let door: Awaited<ReturnType<typeof openDoor>>;
let broken = false;
beforeAll(async () => {
  door = await openDoor({
    mailbox,
    settings: { demoHint: 'Sign in as <HKABC1X1>' },
    readiness: {
      database: async () => {
        if (broken) throw new Error('10.0.0.9 refused');
      },
    },
  });
});
afterAll(() => door.close());

const get = (path: string) => door.send('', {}, 'GET', path);

describe('every answer', () => {
  it.each(['/', '/livez', '/nowhere', '/graphql', '/dev/mailbox'])(
    'at %s carries the security headers',
    async (path) => {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('to an unknown address has a code', async () => {
    const answer = await get('/nowhere');
    expect([answer.status, answer.codes]).toEqual([404, ['NOT_FOUND']]);
  });
});

describe('health', () => {
  it('is alive always, and ready when every part is', async () => {
    expect((await get('/livez')).json).toEqual({ status: 'ok' });
    expect((await get('/readyz')).json).toEqual({ status: 'ok', parts: { database: 'ok' } });
    broken = true;
    const answer = await get('/readyz');
    broken = false;
    expect([answer.status, answer.json]).toEqual([503, { status: 'unavailable', parts: { database: 'unavailable' } }]);
  });
});

describe('the log', () => {
  it("has one line per request with the operation's name, never its variables or text", async () => {
    const { headers } = await door.send(
      JSON.stringify({
        query: 'query Secretive($t: String!) { echo(text: $t) }',
        operationName: 'Secretive',
        variables: { t: 'hunter2' },
      }),
    );
    await new Promise(setImmediate);
    const line = door.lines.find((one) => one.includes(String(headers.get('x-request-id'))));
    expect(JSON.parse(String(line))).toMatchObject({
      method: 'POST',
      path: '/graphql',
      status: 200,
      operation: 'Secretive',
      msg: 'request',
    });
    expect(door.lines.join('')).not.toContain('hunter2');
  });
});

describe('shutting down', () => {
  it('lets what is under way finish', async () => {
    const other = await openDoor();
    const asked = other.ask('{ slow(ms: 200) }');
    while (other.seen.executions === 0) await new Promise(setImmediate);
    await other.close();
    expect((await asked).data).toEqual({ slow: 'done' });
    await expect(fetch(`${other.url}/livez`)).rejects.toThrow();
  });
});

describe('the start page', () => {
  it('says what runs in two languages, without inline script or style', async () => {
    const { text, headers } = await get('/');
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).toContain(`POST ${door.url}/graphql`);
    expect(text).toContain('雙重認證');
    expect(text).toContain('Sign in as &lt;HKABC1X1&gt;');
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/);
    expect((await get('/door/door.css')).headers.get('content-type')).toContain('text/css');
  });
});

describe('the mailbox', () => {
  it('shows mail as text, whatever it holds', async () => {
    const { text } = await get('/dev/mailbox?to=a@example.org');
    expect(text).toContain('Code: 123456 &amp; &quot;quotes&quot;');
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('3 Apr 2023, 09:30:00 HKT');
    expect((await get('/door/mailbox.js')).text).toContain('/dev/mailbox/list');
  });

  it('filters by recipient, also as JSON', async () => {
    expect((await get('/dev/mailbox.json?to=b@example.org')).json).toEqual({ mails: [] });
    expect((await get('/dev/mailbox.json')).json).toMatchObject({
      mails: [{ subject: mail.subject, text: mail.text }],
    });
    expect((await get('/dev/mailbox/list?to=b@example.org')).text).toContain('No mail to such an address');
    expect((await get('/dev/mailbox/list?to=A@EXAMPLE')).text).toContain('Code: 123456');
    expect((await get('/dev/mailbox.json?to=A@EXAMPLE')).json).toEqual({ mails: [] });
  });

  it('does not exist without one, and never in production', async () => {
    const bare = await openDoor();
    for (const path of ['/dev/mailbox', '/dev/mailbox.json', '/door/mailbox.js'])
      expect((await bare.send('', {}, 'GET', path)).status).toBe(404);
    expect((await bare.send('', {}, 'GET', '/')).text).not.toContain('mailbox');
    await bare.close();
    await expect(openDoor({ mailbox, settings: { production: true } })).rejects.toThrow('mailbox');
  });
});
