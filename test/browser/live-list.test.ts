import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { ApiClient } from '../support/api-client.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { cancel, submitChange } from '../support/changes.ts';
import { launchChromium } from '../support/chromium.ts';
import { useStack } from '../support/every-shape.ts';
import { logInOnPage } from '../support/log-in-on-page.ts';
import { enquire } from '../support/profiles.ts';
import { watchPage } from '../support/watch-page.ts';

const LIST = '{ changeRequests(filter: { openOnly: true }) { edges { node { id state subject } } } }';
const WATCH = 'subscription { changeRequestUpdated { id state subject } }';

/** What a front end does in a few lines: reads the pending list once, then keeps it by what the stream tells. */
const SHOW_PENDING = `(async () => {
  const ask = (query, accept) => fetch('/graphql', {
    method: 'POST', headers: { 'content-type': 'application/json', accept }, body: JSON.stringify({ query }) });
  const list = document.body.appendChild(Object.assign(document.createElement('ul'), { id: 'pending' }));
  const show = ({ id, state, subject }) => {
    document.getElementById(id)?.remove();
    if (['SUBMITTED', 'AUTHORISED'].includes(state))
      list.append(Object.assign(document.createElement('li'), { id, textContent: subject }));
  };
  const stream = await ask(${JSON.stringify(WATCH)}, 'text/event-stream');
  const { data } = await (await ask(${JSON.stringify(LIST)}, 'application/json')).json();
  data.changeRequests.edges.forEach(({ node }) => show(node));
  list.dataset.ready = 'yes';
  let rest = '';
  const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader();
  const read = () => reader.read().then(({ done, value }) => {
    if (done) return list.dataset.ended = 'yes';
    const blocks = (rest + value).split('\\n\\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const text = /^data: (.+)$/m.exec(block)?.[1];
      if (text) show(JSON.parse(text).data.changeRequestUpdated);
    }
    return read();
  });
  void read();
})()`;

describe('a pending list that keeps itself in a real browser', () => {
  const stack = useStack({ shape: 'embedded' });
  let browser: Browser;
  let cast: Cast;
  let maker: ApiClient;
  let page: Page;
  beforeAll(async () => {
    cast = await openCast(stack());
    maker = await present(stack(), cast.maker, 'DMS');
    await present(stack(), cast.checker, 'DMS');
    browser = await launchChromium();
    page = await (await browser.newContext()).newPage();
    await page.goto(stack().urls[0] ?? '');
    await logInOnPage(stack(), page, cast.checker);
  }, 120_000);
  afterAll(() => browser?.close());

  const submit = async () => {
    const { userId, email } = cast.user();
    const version = (await enquire(maker, userId))?.version ?? -1;
    return submitChange(maker, { userId, version, set: { email: `next.${email}` } });
  };

  it('shows what was there, what comes and what goes, by the session cookie alone, and ends with the session', async () => {
    const complaints = watchPage(page);
    const waiting = () => page.locator('#pending li');
    const early = await submit();
    await page.evaluate(SHOW_PENDING);
    await page.locator('#pending[data-ready]').waitFor();
    expect(await waiting().allTextContents()).toEqual([early.target.userId]);
    const late = await submit();
    await page.locator(`#pending li:text("${late.target.userId}")`).waitFor();
    expect(await waiting().count()).toBe(2);
    await cancel(maker, early.id);
    await page.locator(`#pending li:text("${early.target.userId}")`).waitFor({ state: 'detached' });
    expect(await waiting().allTextContents()).toEqual([late.target.userId]);

    // A login elsewhere ends this session: nothing more is told to the page.
    await present(stack(), cast.checker, 'DMS');
    await cancel(maker, late.id);
    await page.locator('#pending[data-ended]').waitFor();
    expect(await waiting().allTextContents()).toEqual([late.target.userId]);
    expect(complaints).toEqual([]);
  }, 60_000);
});
