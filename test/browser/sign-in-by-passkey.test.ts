import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openCast } from '../support/cast.ts';
import { launchChromium } from '../support/chromium.ts';
import { useStack } from '../support/every-shape.ts';
import { addVirtualAuthenticator } from '../support/passkey-page.ts';
import { choosePassword, PASSWORD, type Person } from '../support/person.ts';
import { watchPage } from '../support/watch-page.ts';

describe('the sign-in page with a passkey', () => {
  const stack = useStack({ shape: 'embedded' });
  let browser: Browser;
  let page: Page;
  let who: Person;
  beforeAll(async () => {
    who = (await openCast(stack())).user();
    await choosePassword(stack(), who, PASSWORD);
    browser = await launchChromium();
    page = await browser.newPage();
    await addVirtualAuthenticator(page);
  }, 120_000);
  afterAll(() => browser?.close());

  const press = (name: RegExp) => page.getByRole('button', { name }).click();
  const enterPassword = async () => {
    await press(/^Password and one-time code/);
    await page.getByLabel(/^User ID/).fill(who.userId);
    await page.getByLabel(/^Password/).fill(who.password);
    await press(/^Log in/);
  };
  const isSignedIn = () => page.getByText(/You are signed in to CCMS/).waitFor();

  it('registers one in place of an app, and signs in with it from then on', async () => {
    const complaints = watchPage(page);
    await page.goto(`${(stack().urls[0] ?? '').replace('127.0.0.1', 'localhost')}/sign-in?application=CCMS`);
    await enterPassword();
    await press(/^Register a passkey/);
    await press(/^Make the passkey/);
    await isSignedIn();
    await press(/^Sign out/);
    await enterPassword();
    await press(/^Sign in with a passkey/);
    await isSignedIn();
    expect(complaints).toEqual([]);
  });
});
