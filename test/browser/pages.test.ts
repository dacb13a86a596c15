import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { closeConnections } from '../support/api-client.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { step } from '../support/flow-steps.ts';
import { freePort } from '../support/free-port.ts';
import { picture } from '../support/picture.ts';
import { sendMail } from '../support/send-mail.ts';
import { type Stack, startStack } from '../support/stacks.ts';
import { controlsOf, walkByKeyboard } from '../support/walk-by-keyboard.ts';
import { watchPage } from '../support/watch-page.ts';

const WIDTHS = [1280, 360];

let browser: Browser;
let stack: Stack;
let cast: Cast;
let smtpPort: number;
let page: Page;
let complaints: readonly string[];
const origin = () => stack.urls[0] ?? '';

beforeAll(async () => {
  smtpPort = await freePort();
  // No mail server is named, so the product brings its own mailbox.
  const settings = { COUNTERSIGN_SMTP_URL: '', COUNTERSIGN_SMTP_PORT: String(smtpPort) };
  stack = await startStack({ shape: 'embedded', settings });
  cast = await openCast(stack);
  browser = await launchChromium();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await closeConnections();
  await stack?.stop();
}, 60_000);
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  complaints = watchPage(page);
});
afterEach(() => page.close());

async function open(address: string, width = 1280): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.goto(`${origin()}${address}`, { waitUntil: 'networkidle' });
}

const textIn = (selector: string) => page.locator(selector).allTextContents();

describe.each([
  { name: 'start-page', address: '/', english: 'a second person', chinese: '雙重認證登入' },
  { name: 'mailbox', address: '/dev/mailbox', english: 'Mail this development system has sent', chinese: '信箱' },
])('the page $address', ({ name, address, english, chinese }) => {
  beforeAll(async () => {
    if (name !== 'mailbox') return;
    const who = cast.user();
    await step(stack.client(), 'beginPasswordReset', { userId: who.userId });
    const arrived = async () => {
      const { text } = await stack.client().raw({ path: `/dev/mailbox.json?to=${who.email}`, method: 'GET' });
      return text.includes(who.userId);
    };
    await eventually(arrived, `a mail to ${who.email}`);
  });

  it.each(WIDTHS)('fits a window %d px wide, loads without a complaint and says so in two languages', async (width) => {
    await open(address, width);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect((await textIn('body')).join()).toContain(english);
    expect((await textIn(':lang(zh-Hant)')).join()).toContain(chinese);
    // Chinese outside an element that says so would be read aloud as English. Mails are quoted as they came.
    const unmarked = `[...document.querySelectorAll('body :not(:lang(zh-Hant))')].filter((one) => !one.closest('#mails pre'))
      .flatMap((one) => [...one.childNodes]).filter((one) => one.nodeType === 3 && /\\p{Script=Han}/u.test(one.data)).map((one) => one.data)`;
    expect(await page.evaluate(unmarked)).toEqual([]);
    expect(complaints).toEqual([]);
    await picture(page, name, width);
  });

  it.each(WIDTHS)('is usable by keyboard alone at %d px, and shows where one is', async (width) => {
    await open(address, width);
    const controls = await controlsOf(page);
    const stops = await walkByKeyboard(page, controls.length);
    expect(stops.map((stop) => stop.name)).toEqual(controls);
    for (const stop of stops) expect([stop, stop.inSight && stop.outline >= 2]).toEqual([stop, true]);
  });

  it('is under a policy that Chromium enforces: a planted script does not run and is reported', async () => {
    await open(address);
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.planted = 1' }))`,
    );
    expect(await page.evaluate('typeof window.planted')).toBe('undefined');
    await eventually(() => complaints.join().includes('Content Security Policy'), 'a report of the policy');
  });
});

describe('the mailbox', () => {
  const articles = () => page.locator('#mails article');

  it('shows a mail that the product sent by SMTP, and refreshes itself when the next one comes', async () => {
    const [first, second] = [cast.user(), cast.user()];
    await step(stack.client(), 'beginPasswordReset', { userId: first.userId });
    const mailTo = (userId: string) => articles().filter({ hasText: `One-time password for User ID ${userId}` });
    await open('/dev/mailbox');
    await mailTo(first.userId).waitFor();
    const before = await articles().count();
    await page.evaluate(`window.stayed = true`);
    await step(stack.client(), 'beginPasswordReset', { userId: second.userId });
    await mailTo(second.userId).waitFor();
    expect(await articles().count()).toBe(before + 1);
    expect(await articles().first().textContent()).toContain(second.email);
    expect(await articles().first().textContent()).toMatch(/One-time password: \d{6}/);
    expect(await page.evaluate('window.stayed')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('shows the mails of one address, typed in part and in any case, and keeps to it when refreshing', async () => {
    const [wanted, other] = [cast.user(), cast.user()];
    for (const who of [wanted, other]) await step(stack.client(), 'beginPasswordReset', { userId: who.userId });
    await open('/dev/mailbox');
    for (const who of [wanted, other]) await articles().filter({ hasText: who.email }).waitFor();
    await page.getByLabel('Address').fill(wanted.email.toUpperCase().slice(0, -4));
    await page.getByLabel('Address').press('Enter');
    await page.waitForURL(/\?to=/);
    expect(await articles().count()).toBe(1);
    await sendMail(smtpPort, { to: wanted.email, subject: 'Another', text: 'For the wanted one.' });
    await sendMail(smtpPort, { to: other.email, subject: 'Foreign', text: 'For somebody else.' });
    await articles().filter({ hasText: 'Another' }).waitFor();
    expect(await articles().count()).toBe(2);
    await page.getByRole('link', { name: 'Show every mail' }).click();
    await articles().filter({ hasText: 'Foreign' }).waitFor();
    await open('/dev/mailbox?to=nobody@nowhere.example');
    expect(await textIn('#mails')).toEqual([expect.stringContaining('No mail to such an address')]);
  });

  it.each(['on loading', 'on refreshing'])('shows a hostile mail as the text it is, %s', async (when) => {
    const markup = `<img src=x onerror="window.planted=1"><script>window.planted=1</script></pre></article><h1>${when}</h1>`;
    const hostile = { to: 'hostile@mail.example', subject: markup, text: `${markup} ${'W'.repeat(400)}` };
    const send = () => sendMail(smtpPort, hostile);
    if (when === 'on loading') await send();
    await open('/dev/mailbox', 360);
    if (when === 'on refreshing') await send();
    const mail = articles().filter({ hasText: `<h1>${when}</h1>` });
    await mail.waitFor();
    expect(await mail.locator('h2').textContent()).toBe(markup);
    expect(await mail.locator('pre').textContent()).toContain(hostile.text);
    expect(await page.locator('#mails img, #mails script, #mails h1').count()).toBe(0);
    expect(await page.evaluate('typeof window.planted')).toBe('undefined');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await open(`/dev/mailbox?to=${encodeURIComponent('"><script>window.planted=1</script>')}`);
    expect(await page.getByLabel('Address').inputValue()).toContain('<script>');
    expect(await page.evaluate('typeof window.planted')).toBe('undefined');
    expect(complaints).toEqual([]);
  });
});
