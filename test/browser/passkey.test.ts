import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openCast } from '../support/cast.ts';
import { launchChromium } from '../support/chromium.ts';
import { useStack } from '../support/every-shape.ts';
import { flowId } from '../support/flow-steps.ts';
import { pageClient } from '../support/page-client.ts';
import {
  addVirtualAuthenticator,
  answerOnPage,
  enterPasswordOnPage,
  registerPasskey,
  signIn,
  stepUpWithPasskey,
} from '../support/passkey-page.ts';
import { optionsOf } from '../support/passkey-steps.ts';
import { choosePassword, PASSWORD, type Person } from '../support/person.ts';

const viewerOn = async (page: Page) => (await pageClient(page).send('{ viewer { userId } }')).data['viewer'];

describe('a passkey in a real browser', () => {
  const stack = useStack({ shape: 'embedded' });
  let browser: Browser;
  let page: Page;
  let who: Person;
  /** Somebody else's web server on this machine: the same host, hence the same passkeys, and another origin. */
  let stranger: Server;

  beforeAll(async () => {
    who = (await openCast(stack())).user();
    await choosePassword(stack(), who, PASSWORD);
    browser = await launchChromium();
    page = await (await browser.newContext()).newPage();
    await addVirtualAuthenticator(page);
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

  const door = () => (stack().urls[0] ?? '').replace('127.0.0.1', 'localhost');
  const ready = async () => {
    await page.goto(door());
    const asked = await enterPasswordOnPage(page, who);
    return { flow: flowId(asked), options: optionsOf(asked) };
  };

  it('is registered, signs in, and confirms the session again', async () => {
    await page.goto(door());
    expect(await registerPasskey(page, who)).toMatchObject({ __typename: 'SignedIn' });
    expect(await viewerOn(page)).toEqual({ userId: who.userId });
    await pageClient(page).send('mutation { logOut }');
    expect(await viewerOn(page)).toBeNull();

    const { flow, options } = await ready();
    const signed = await signIn(page, options);
    expect(await answerOnPage(page, flow, signed)).toMatchObject({ __typename: 'SignedIn' });
    expect(await viewerOn(page)).toEqual({ userId: who.userId });
    expect(await stepUpWithPasskey(page)).toMatchObject({ __typename: 'StepUpGranted' });
    await pageClient(page).send('mutation { logOut }');
  });

  it('signs nothing that counts for a page of another origin, nor a second time', async () => {
    const first = await ready();
    await page.goto(`http://localhost:${(stranger.address() as AddressInfo).port}/`);
    const phished = await signIn(page, first.options);
    await page.goto(door());
    expect(await answerOnPage(page, first.flow, phished)).toMatchObject({ __typename: 'FlowRefused' });

    const signed = await signIn(page, first.options);
    expect(await answerOnPage(page, first.flow, signed)).toMatchObject({ __typename: 'SignedIn' });
    await pageClient(page).send('mutation { logOut }');
    const second = await ready();
    expect(await answerOnPage(page, second.flow, signed)).toMatchObject({ __typename: 'FlowRefused' });
    expect(await viewerOn(page)).toBeNull();
  });
});
