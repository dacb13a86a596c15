import type { Page } from 'playwright-core';
import type { Answer, ApiClient } from './api-client.ts';

/** The API as a script of a page reaches it. */
export interface PageClient extends Pick<ApiClient, 'send'> {
  /** Asks at an instant of this machine's clock, to the millisecond, so that two pages ask at once. */
  sendAt<Body = Record<string, unknown>>(
    instant: number,
    query: string,
    variables: Record<string, unknown>,
  ): Promise<Answer<Body>>;
}

/** Asks from the page, as the product's own front end would: JSON, and whatever cookies Chromium adds. */
export function pageClient(page: Page): PageClient {
  const sendAt = async <Body>(instant: number, query: string, variables: Record<string, unknown>) => {
    const headers = { 'content-type': 'application/json' };
    const init = JSON.stringify({ method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const { status, text } = await page.evaluate<{ readonly status: number; readonly text: string }>(
      `new Promise((resolve) => setTimeout(resolve, ${instant} - Date.now()))
        .then(() => fetch('/graphql', ${init}))
        .then(async (one) => ({ status: one.status, text: await one.text() }))`,
    );
    const { data, errors = [] } = JSON.parse(text) as { data: Body; errors?: Answer['errors'] };
    return { status, headers: {}, text, data, errors, code: errors[0]?.extensions?.code };
  };
  return { sendAt, send: (query, variables = {}) => sendAt(0, query, variables) };
}
