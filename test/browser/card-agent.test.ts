import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type CardAgent, type Cards, makeCards, startCardAgent } from '../support/card-agent.ts';
import { launchChromium } from '../support/chromium.ts';
import { useStack } from '../support/every-shape.ts';
import { movePhase } from '../support/phase.ts';
import { watchPage } from '../support/watch-page.ts';

const script = path.resolve(import.meta.dirname, '../../card-agent/browser/sign-by-card.js');

/** What a login page does: begins, has the card sign, answers. The session comes as a cookie. */
const LOG_IN = `(async () => {
  const send = async (query, variables) => (await (await fetch('/graphql', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) })).json()).data;
  const { beginLogin } = await send(\`mutation { beginLogin(input: { application: DMS, method: SMARTCARD, userId: "HKABC1X1", delivery: COOKIE }) {
    ... on ProofsOffered { flow { id } offers { challenge { ... on SmartcardChallenge { statement } } } } } }\`);
  const { signByCard } = await import(window.signByCardScript);
  try {
    const signed = await signByCard(beginLogin.offers[0].challenge.statement, AGENT);
    await send(\`mutation($flowId: ID!, $certificate: String!, $signature: String!) {
      answerWithSmartcard(flowId: $flowId, certificate: $certificate, signature: $signature) { __typename } }\`,
      { flowId: beginLogin.flow.id, ...signed });
    return (await send('{ viewer { profile { userId } } }'))?.viewer?.profile.userId ?? 'nobody';
  } catch (error) {
    return error.code;
  }
})()`;

describe('signing in by card in a real browser', () => {
  const stack = useStack({ shape: 'embedded' });
  let cards: Cards;
  let agent: CardAgent;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    await movePhase(stack(), 'PARALLEL');
    cards = makeCards(stack(), ['HKABC1X1']);
    // People reach an embedded system at localhost, and to that origin its statements are bound.
    const site = (stack().urls[0] ?? '').replace('127.0.0.1', 'localhost');
    agent = await startCardAgent(stack(), cards, site);
    browser = await launchChromium();
    // The door's own pages may talk to the door alone; a page that signs in by card names the agent in its connect-src.
    context = await browser.newContext({ bypassCSP: true });
    page = await context.newPage();
    await page.goto(site);
    await page.evaluate(
      `window.signByCardScript = URL.createObjectURL(new Blob([${JSON.stringify(
        readFileSync(script, 'utf8'),
      )}], { type: 'text/javascript' }))`,
    );
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await agent?.stop();
  });

  const logIn = async () => {
    const opened = page.waitForEvent('popup');
    const signedInAs = page.evaluate<string>(LOG_IN.replace('AGENT', JSON.stringify(agent.origin)));
    const popup = await opened;
    await popup.waitForURL(`${agent.origin}/confirm/**`);
    return { popup, signedInAs };
  };

  it('the PIN is typed by keyboard on the agent’s own page, which names who asks and closes itself', async () => {
    const { popup, signedInAs } = await logIn();
    const complaints = watchPage(popup);
    const shown = await popup.locator('main').textContent();
    for (const named of ['localhost', 'HKABC1X1', 'Sign in']) expect(shown).toContain(named);
    expect(await popup.evaluate('window.opener')).toBeNull();
    // The PIN has the focus; a wrong one is told, the right one sent by Enter.
    await popup.keyboard.type('000000');
    await popup.keyboard.press('Enter');
    await popup.getByRole('alert').getByText('The PIN is wrong').waitFor();
    await popup.keyboard.type(cards.pinOf('HKABC1X1'));
    const closed = popup.waitForEvent('close');
    await popup.keyboard.press('Enter');
    expect(await signedInAs).toBe('HKABC1X1');
    await closed;
    expect(complaints).toEqual([]);
  });

  it('cancelling by keyboard ends it', async () => {
    const { popup, signedInAs } = await logIn();
    for (const _ of ['Confirm', 'Cancel']) await popup.keyboard.press('Tab');
    await popup.keyboard.press('Enter');
    expect(await signedInAs).toBe('ASK_CANCELLED');
    expect(await popup.locator('h1').textContent()).toContain('Not signed');
  });
});
