import type { Page } from 'playwright-core';

/** Collects what a careful person would see in the developer tools: errors, warnings, refused and failed requests. */
export function watchPage(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    // Chromium calls a stream aborted whose reader got the last byte before it heard of the end; a page that was really cut
    // off has an uncaught error as well.
    const watching =
      request.failure()?.errorText === 'net::ERR_ABORTED' && request.postData()?.includes('subscription');
    if (watching !== true) complaints.push(`failed: ${request.url()} (${request.failure()?.errorText ?? 'no reason'})`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}
