import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { closeConnections } from '../support/api-client.ts';
import { cardFor, signedBy, type SoftCard } from '../support/card.ts';
import { launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { type Stack, startStack } from '../support/stacks.ts';

const AGENT = 'http://127.0.0.1:9543';
const open = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };

/** A card agent that needs no confirmation: what it is asked to sign, it signs with the card that is in. */
function agentOf(inserted: () => SoftCard): (route: Route) => Promise<void> {
  const statements: string[] = [];
  return (route) => {
    const request = route.request();
    if (request.method() === 'OPTIONS') return route.fulfill({ status: 204, headers: open });
    if (request.url().endsWith('/v1/sign')) {
      statements.push((request.postDataJSON() as { statement: string }).statement);
      return route.fulfill({ headers: open, json: { id: 'ask', confirm: null } });
    }
    const signed = signedBy(inserted(), statements.at(-1) ?? '');
    return route.fulfill({ headers: open, json: { state: 'SIGNED', ...signed } });
  };
}

describe('the sign-in page with a smartcard (W10)', () => {
  let browser: Browser;
  let stack: Stack;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    stack = await startStack({ shape: 'embedded' });
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await closeConnections();
    await stack?.stop();
  }, 60_000);
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(`${stack.urls[0] ?? ''}/sign-in?application=DMS`);
    await page.getByRole('button', { name: /^Smartcard/ }).click();
    await page.getByLabel(/^User ID/).fill('HKABC1X1');
    await page.keyboard.press('Enter');
    await sign().waitFor();
  });
  afterEach(() => context.close());

  const sign = () => page.getByRole('button', { name: /^Sign in with this card/ });
  const says = (text: RegExp) => page.getByRole('alert').filter({ hasText: text }).waitFor();

  it('without a card agent says so, and leaves no empty window behind', async () => {
    await context.route(`${AGENT}/**`, (route) => route.abort());
    await sign().click();
    await says(/card agent does not answer/);
    await eventually(() => context.pages().length === 1, 'the empty window to go');
  });

  it('whose windows the browser blocks says what to allow', async () => {
    await context.route(`${AGENT}/**`, (route) =>
      route.fulfill({ headers: open, json: { id: 'ask', confirm: `${AGENT}/asks/ask` } }),
    );
    await page.evaluate('window.open = () => null');
    await sign().click();
    await says(/blocked the window/);
  });

  it('signs in with the right card after a wrong one, however long it took to find it', async () => {
    const right = await cardFor(stack, 'HKABC1X1');
    let inserted = await cardFor(stack, 'HKABC2X1');
    await context.route(
      `${AGENT}/**`,
      agentOf(() => inserted),
    );
    await sign().click();
    await says(/not the one registered/);
    inserted = right;
    stack.clock.advance({ minutes: 3 });
    await sign().click();
    await page.getByText(/You are signed in to DMS/).waitFor();
  });
});
