import type { Page } from 'playwright-core';
import { beginLogin, flowId, step } from './flow-steps.ts';
import { pageClient } from './page-client.ts';
import { freshCode, type Person } from './person.ts';
import type { Stack } from './stacks.ts';

/** W14 in the page, with the session delivered as a cookie. */
export async function logInOnPage(stack: Stack, page: Page, who: Person, application = 'DMS') {
  const client = pageClient(page);
  const begun = await beginLogin(client, { userId: who.userId, application, delivery: 'COOKIE' });
  const asked = await step(client, 'answerWithPassword', { flowId: flowId(begun), password: who.password });
  return step(client, 'answerWithTotp', { flowId: flowId(asked), code: freshCode(stack, who) });
}

/** Confirms the session of the page once more with the app (SE4). */
export async function stepUpOnPage(stack: Stack, page: Page, who: Person) {
  const client = pageClient(page);
  const begun = await step(client, 'beginStepUp');
  return step(client, 'answerWithTotp', { flowId: flowId(begun), code: freshCode(stack, who) });
}
