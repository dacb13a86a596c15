import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Cast, openCast } from '../support/cast.ts';
import { launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { useStack } from '../support/every-shape.ts';
import { logInOnPage } from '../support/log-in-on-page.ts';
import { pageClient } from '../support/page-client.ts';
import { choosePassword, PASSWORD, type Person, registerDevice } from '../support/person.ts';

const viewerOn = async (page: Page) => (await pageClient(page).send('{ viewer { userId } }')).data['viewer'];

describe('S1, G7: the session cookie in a real browser', () => {
  const stack = useStack({ shape: 'embedded' });
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let cast: Cast;
  let who: Person;
  /** Somebody else's web server on this machine. */
  let stranger: Server;

  beforeAll(async () => {
    cast = await openCast(stack());
    who = cast.user();
    await choosePassword(stack(), who, PASSWORD);
    await registerDevice(stack(), who, 'CCMS');
    browser = await launchChromium();
    stranger = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Stranger</title><p>A page of somebody else.');
    });
    await new Promise<void>((resolve) => void stranger.listen(0, '127.0.0.1', () => resolve()));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => stranger.close(resolve));
  });
  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext();
    page = await context.newPage();
  });

  const doorAt = (host: string) => (stack().urls[0] ?? '').replace('127.0.0.1', host);
  const strangerAt = (host: string) => `http://${host}:${(stranger.address() as AddressInfo).port}/`;

  it.each(['127.0.0.1', 'localhost'])(
    'is kept for http://%s, unseen by scripts, and cleared by logOut',
    async (host) => {
      await page.goto(doorAt(host));
      expect(await viewerOn(page)).toBeNull();
      expect(await logInOnPage(stack(), page, who, 'CCMS')).toMatchObject({
        __typename: 'SignedIn',
        sessionToken: null,
      });
      expect(await context.cookies()).toEqual([
        expect.objectContaining({
          name: '__Host-countersign',
          value: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
          domain: host,
          path: '/',
          expires: -1,
          httpOnly: true,
          secure: true,
          sameSite: 'Strict',
        }),
      ]);
      expect(await page.evaluate('document.cookie')).toBe('');
      expect(await viewerOn(page)).toEqual({ userId: who.userId });
      await page.reload();
      expect(await viewerOn(page)).toEqual({ userId: who.userId });

      expect((await pageClient(page).send('mutation { logOut }')).data).toEqual({ logOut: true });
      expect(await context.cookies()).toEqual([]);
      expect(await viewerOn(page)).toBeNull();
    },
  );

  it('is overwritten by no script and worth nothing once the session has ended', async () => {
    await page.goto(doorAt('127.0.0.1'));
    await logInOnPage(stack(), page, who, 'CCMS');
    const [kept] = await context.cookies();
    await page.evaluate(`document.cookie = '__Host-countersign=${'P'.repeat(43)}; Secure; Path=/'`);
    expect(await viewerOn(page)).toEqual({ userId: who.userId });
    await pageClient(page).send('mutation { logOut }');
    if (kept === undefined) throw new Error('Chromium kept no cookie.');
    await context.addCookies([kept]);
    expect(await viewerOn(page)).toBeNull();
    // The door cleared what was worthless.
    expect(await context.cookies()).toEqual([]);
  });

  // Cookies know no ports: to Chromium the first stranger is the same site, so SameSite alone would not stop him.
  it.each([
    { host: '127.0.0.1', sameSite: true, status: 415 },
    { host: 'localhost', sameSite: false, status: 403 },
  ])('cannot be used by a page of another origin at http://$host', async ({ host, sameSite, status }) => {
    await page.goto(doorAt('127.0.0.1'));
    await logInOnPage(stack(), page, who, 'CCMS');
    const graphql = `${doorAt('127.0.0.1')}/graphql`;
    const seen: string[] = [];
    const foreign = await context.newPage();
    foreign.on('console', (message) => seen.push(message.text()));
    await foreign.goto(strangerAt(host));

    const credentialed = (how: object) => JSON.stringify({ method: 'POST', credentials: 'include', ...how });
    const outcome = (init: string) =>
      foreign.evaluate<string>(
        `fetch('${graphql}', ${init}).then(async (one) => one.type + ' ' + one.status + ' ' + (await one.text()), (error) => error.name)`,
      );
    const reading = { headers: { 'content-type': 'application/json' }, body: '{"query":"{ viewer { userId } }"}' };
    expect(await outcome(credentialed(reading))).toBe('TypeError');
    await eventually(() => seen.join().includes('CORS policy'), "the door's silence about other origins");

    // What needs no permission of the door: it arrives, and must change nothing.
    const body = '{"query":"mutation { logOut }"}';
    for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
      expect(await outcome(credentialed({ mode: 'no-cors', headers: { 'content-type': type }, body }))).toMatch(
        /^(opaque 0 $|TypeError$)/,
      );
    await foreign.evaluate(`navigator.sendBeacon('${graphql}', ${JSON.stringify(body)})`);
    const landed = foreign.waitForResponse(graphql);
    await foreign.evaluate(`(() => {
      const form = Object.assign(document.createElement('form'), { method: 'post', enctype: 'text/plain', action: '${graphql}' });
      form.append(Object.assign(document.createElement('input'), { name: '{"query":"mutation { logOut }","x":"', value: '"}' }));
      document.body.append(form);
      form.submit();
    })()`);
    const posted = await landed;
    await foreign.waitForURL(graphql);
    expect(posted.status()).toBe(status);
    expect('cookie' in (await posted.request().allHeaders())).toBe(sameSite);
    expect(await viewerOn(page)).toEqual({ userId: who.userId });

    await foreign.goto(strangerAt(host));
    await foreign.evaluate(`new Promise((resolve) => {
      const frame = Object.assign(document.createElement('iframe'), { src: '${doorAt('127.0.0.1')}/', onload: resolve });
      document.body.append(frame);
    })`);
    await eventually(() => seen.join().includes('frame-ancestors'), 'a refusal to be framed');
    await eventually(() => foreign.frames()[1]?.url().startsWith('chrome-error:'), 'an empty frame');
    await foreign.close();
  });
});
