import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { closeConnections } from '../support/api-client.ts';
import { scan } from '../support/authenticator-app.ts';
import { type Cast, openCast } from '../support/cast.ts';
import { launchChromium } from '../support/chromium.ts';
import { codeIn } from '../support/mail-text.ts';
import { arrive, freshCode, PASSWORD, type Person } from '../support/person.ts';
import { movePhase } from '../support/phase.ts';
import { picture } from '../support/picture.ts';
import { type Stack, startStack } from '../support/stacks.ts';
import { controlsOf, walkByKeyboard } from '../support/walk-by-keyboard.ts';
import { watchPage } from '../support/watch-page.ts';

let browser: Browser;
let stack: Stack;
let cast: Cast;
let page: Page;
let complaints: readonly string[];

beforeAll(async () => {
  stack = await startStack({ shape: 'four-process' });
  cast = await openCast(stack);
  browser = await launchChromium();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await closeConnections();
  await stack?.stop();
}, 60_000);
beforeEach(async () => {
  await movePhase(stack, 'PARALLEL');
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  complaints = watchPage(page);
});
afterEach(() => page.close());

const open = (application = 'CCMS', on = page) => on.goto(`${stack.urls[0] ?? ''}/sign-in?application=${application}`);
const press = (name: RegExp, on = page) => on.getByRole('button', { name }).click();
const type = (label: RegExp, text: string, on = page) => on.getByLabel(label).fill(text);
const says = (text: RegExp, on = page) => on.getByText(text).first().waitFor();
const smartcard = (on = page) => on.getByRole('button', { name: /^Smartcard/ });

async function enterPassword(who: Person, on = page): Promise<void> {
  await press(/^Password and one-time code/, on);
  await type(/^User ID/, who.userId, on);
  await type(/^Password/, who.password, on);
  await press(/^Log in/, on);
}

describe('the sign-in page', () => {
  it('leads from a registered address to a session: reset, device, code (W12)', async () => {
    const who = cast.user();
    await open();
    await press(/^Password and one-time code/);
    await press(/^Forgot/);
    await type(/^User ID/, who.userId);
    await press(/^Submit/);
    const letter = await stack.mail.letterTo(who.email, (mail) => codeIn(mail, who.userId) !== null);
    await type(/^Code from the email/, codeIn(letter, who.userId) ?? '');
    await press(/^Continue/);
    await type(/^New password(?! again)/, PASSWORD);
    await type(/^New password again/, PASSWORD);
    await press(/^Continue/);
    await press(/^Close/);
    who.password = PASSWORD;
    await enterPassword(who);
    await press(/^Register device/);
    await page.getByAltText('QR code').waitFor();
    await picture(page, 'register-device', 1280);
    await picture(page, 'register-device', 360);
    const key = (await page.locator('#step code').textContent())?.replaceAll(' ', '') ?? '';
    who.app = scan(`otpauth://totp/CCMS:${who.userId}?secret=${key}&issuer=CCMS&period=30&digits=6`);
    await type(/^Code of your authenticator app/, freshCode(stack, who));
    await press(/^Continue/);
    await says(/You are signed in to CCMS/);
    await press(/^Sign out/);
    await smartcard().waitFor();
    expect(complaints).toEqual([]);
  });

  it('lets a person skip the device only by accepting the risk (W13)', async () => {
    const who = cast.user();
    await arrive(stack, who, 'CCMS');
    const other = cast.user();
    await open();
    await press(/^Password and one-time code/);
    await press(/^Forgot/);
    await type(/^User ID/, other.userId);
    await press(/^Submit/);
    const letter = await stack.mail.letterTo(other.email, (mail) => codeIn(mail, other.userId) !== null);
    await type(/^Code from the email/, codeIn(letter, other.userId) ?? '');
    await press(/^Continue/);
    await type(/^New password(?! again)/, PASSWORD);
    await type(/^New password again/, PASSWORD);
    await press(/^Continue/);
    await press(/^Close/);
    other.password = PASSWORD;
    await enterPassword(other);
    await press(/^Skip this step/);
    await says(/suggested|recommended|mobile OTP|risk/i);
    await press(/^Accept/);
    await page.getByLabel(/^Code from the email/).waitFor();
    expect(complaints).toEqual([]);
  });

  it('shows a phase change within two seconds of its own time, and a login under way goes on (issue 4)', async () => {
    const who = cast.user();
    await arrive(stack, who, 'CCMS');
    await open();
    await enterPassword(who);
    await page.getByLabel(/^Code of your authenticator app/).waitFor();
    const other = await browser.newPage();
    await other.clock.install();
    await open('DMS', other);
    await smartcard(other).click();
    await other.getByLabel(/^User ID/).waitFor();
    await other.clock.pauseAt(Date.now() + 3_600_000);
    await movePhase(stack, 'END');
    await other.clock.runFor(2_000);
    await smartcard(other).waitFor({ state: 'detached' });
    await says(/Smartcards are no longer accepted/, other);
    // The form for a smartcard is gone with it; nothing was reloaded.
    expect(await other.getByLabel(/^User ID/).count()).toBe(0);
    expect(await other.getByRole('button', { name: /^Password and one-time code/ }).count()).toBe(1);
    await movePhase(stack, 'PARALLEL');
    await other.clock.runFor(2_000);
    await smartcard(other).waitFor();
    await other.close();
    await movePhase(stack, 'END');
    await smartcard().waitFor({ state: 'detached' });
    await type(/^Code of your authenticator app/, freshCode(stack, who));
    await press(/^Continue/);
    await says(/You are signed in to CCMS/);
    expect(complaints).toEqual([]);
  });

  it('refuses a smartcard at END that a page still offered', async () => {
    await open('DMS');
    await smartcard().click();
    // This page learns of nothing any more, like one whose PC was asleep.
    await page.route('**/graphql', (route) =>
      route.request().postData()?.includes('loginOptions') === true ? route.abort() : route.continue(),
    );
    await movePhase(stack, 'END');
    await type(/^User ID/, 'HKABC1X1');
    await press(/^Continue/);
    await page
      .getByRole('alert')
      .filter({ hasText: /2FA|smartcard/i })
      .waitFor();
    expect(await page.getByRole('button', { name: /^Sign in with this card/ }).count()).toBe(0);
  });

  it.each([1280, 360])('fits %d px, is usable by keyboard alone and speaks both languages', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await open();
    await smartcard().waitFor();
    const controls = await controlsOf(page);
    const stops = await walkByKeyboard(page, controls.length);
    expect(stops.map((stop) => stop.name)).toEqual(controls);
    for (const stop of stops) expect([stop, stop.inSight && stop.outline >= 2]).toEqual([stop, true]);
    // The last stop is the button for two factors; its form takes the focus to where one types.
    await page.keyboard.press('Enter');
    await page.getByLabel(/^User ID/).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('userId');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const unmarked = `[...document.querySelectorAll('body :not(:lang(zh-Hant))')].flatMap((one) => [...one.childNodes])
      .filter((one) => one.nodeType === 3 && /\\p{Script=Han}/u.test(one.data)).map((one) => one.data)`;
    expect(await page.evaluate(unmarked)).toEqual([]);
    expect(complaints).toEqual([]);
    await picture(page, 'sign-in', width);
  });
});
