import { WalkthroughFailed } from './api-client.ts';
import type { Desks } from './desks.ts';
import type { Scene } from './log-in.ts';

interface Reports {
  readonly profileMaintenance: { readonly title: string; readonly rows: readonly unknown[] };
}

const REPORT = '{ reports { profileMaintenance(first: 100) { title rows { values } } } }';
const EXPORT = 'mutation { requestExport(input: { report: USER_PROFILE_LISTING, format: CSV }) { url expiresAt } }';

/** A report on the screen, and another as a file by a ticket that works once. */
export async function takeReport({ narrator }: Scene, desks: Desks): Promise<void> {
  const { session, userId } = desks.maker;
  narrator.chapter('What was done, and a file to take away');
  const { profileMaintenance: report } = await session.ask<Reports>(REPORT);
  narrator.step(`${userId} opens the ${report.title}`, `${report.rows.length} changes, each with maker and checker`);
  const ticket = await session.ask<{ readonly url: string; readonly expiresAt: string }>(EXPORT);
  narrator.step('Asks for the User Profile Listing as CSV', `a ticket for him alone until ${ticket.expiresAt}`);
  const file = await session.download(ticket.url);
  const again = await session.download(ticket.url);
  if (file.status !== 200 || again.status === 200) throw new WalkthroughFailed('The ticket should work exactly once');
  narrator.step('Fetches it', `${file.text.split('\r\n').length - 2} profiles; a second time: ${again.status}`);
  narrator.chapter(`All of this is in the audit, sealed as it grows. "npx countersign verify-audit" proves it.`);
}
