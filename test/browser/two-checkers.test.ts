import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { ApiClient } from '../support/api-client.ts';
import { auditOfRequest } from '../support/audit.ts';
import { type Cast, openCast, present } from '../support/cast.ts';
import { type Change, changeDocuments, only, readChange, submitChange } from '../support/changes.ts';
import { launchChromium } from '../support/chromium.ts';
import { useStack } from '../support/every-shape.ts';
import { logInOnPage, stepUpOnPage } from '../support/log-in-on-page.ts';
import { type PageClient, pageClient } from '../support/page-client.ts';
import type { Person } from '../support/person.ts';
import { enquire } from '../support/profiles.ts';
import { raceGrounds } from '../support/race-grounds.ts';
import { tally } from '../support/same-instant.ts';

const ROUNDS = 100;
/** How long both pages need to be told of the instant before it comes. */
const NOTICE_MS = 20;

/** A checker at his own browser. */
interface Desk {
  readonly who: Person;
  readonly page: PageClient;
}

describe.each(raceGrounds)('two checkers, two browsers, one request ($shape, $doors doors)', (ground) => {
  const stack = useStack(ground);
  let browser: Browser;
  let cast: Cast;
  let maker: ApiClient;
  let desks: readonly [Desk, Desk];
  beforeAll(async () => {
    cast = await openCast(stack());
    maker = await present(stack(), cast.maker, 'DMS');
    browser = await launchChromium();
    const sitDown = async (who: Person, door: number): Promise<Desk> => {
      await present(stack(), who, 'DMS');
      const page = await (await browser.newContext()).newPage();
      await page.goto(stack().urls[door % ground.doors] ?? '');
      await logInOnPage(stack(), page, who);
      await stepUpOnPage(stack(), page, who);
      return { who, page: pageClient(page) };
    };
    desks = [await sitDown(cast.checker, 0), await sitDown(cast.otherChecker, 1)];
  }, 120_000);
  afterAll(() => browser?.close());

  /** Both at one instant; the second desk sends every third request back instead. */
  async function decideAtOnce(request: Change, round: number): Promise<readonly [Change, Change]> {
    const instant = Date.now() + NOTICE_MS;
    const approve = ({ page }: Desk) =>
      page.sendAt(instant, changeDocuments.approveChange, { requestId: request.id, digest: request.digest });
    const reject = ({ page }: Desk) =>
      page.sendAt(instant, changeDocuments.rejectChange, { requestId: request.id, reason: 'Not this one.' });
    const [first, second] = round % 2 === 0 ? desks : [desks[1], desks[0]];
    const answers = await Promise.all([approve(first), round % 3 === 2 ? reject(second) : approve(second)]);
    const [one, other] = answers.map((answer) => only<Change>(answer)) as [Change, Change];
    return round % 2 === 0 ? [one, other] : [other, one];
  }

  it(`a hundred times: one decision, and the loser is told who decided and when`, async () => {
    const ends: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const target = cast.user();
      const version = (await enquire(maker, target.userId))?.version ?? -1;
      const email = `next.${target.email}`;
      const request = await submitChange(maker, { userId: target.userId, version, set: { email } });
      const answers = await decideAtOnce(request, round);

      const after = await readChange(maker, request.id);
      const winners = desks.filter((_, index) => answers[index]?.__typename === 'ChangeRequest');
      expect([round, winners.map(({ who }) => who.userId)]).toEqual([round, [after?.checker]]);
      const won = answers.find((answer) => answer.__typename === 'ChangeRequest');
      expect([won?.checker, won?.state]).toEqual([after?.checker, after?.state]);
      const lost = answers.find((answer) => answer.__typename === 'ChangeRefused');
      const verb = after?.state === 'REJECTED' ? 'rejected' : 'authorised';
      expect(lost).toMatchObject({
        code: 'ALREADY_DECIDED',
        message: expect.stringMatching(
          new RegExp(`already ${verb} by ${after?.checker} at 24-Nov-26 \\d\\d:\\d\\d HKT\\.$`),
        ),
      });

      const isMade = after?.state === 'EXECUTED';
      const audit = await auditOfRequest(stack(), request.id);
      const successes = audit.filter((row) => row.outcome === 'SUCCESS').map((row) => `${row.action} ${row.actor}`);
      const deed = isMade ? 'change.authorised' : 'change.rejected';
      expect(successes.filter((row) => /^change\.(authorised|rejected) /.test(row))).toEqual([
        `${deed} ${after?.checker}`,
      ]);
      expect(successes.filter((row) => row.startsWith('change.apply '))).toHaveLength(isMade ? 1 : 0);
      expect(await enquire(maker, target.userId)).toMatchObject(
        isMade ? { email, version: version + 1 } : { email: target.email, version },
      );
      ends.push(`${after?.state} by ${after?.checker}`);
    }
    // Otherwise the pages would not have met at the same instant, and the test would prove nothing.
    expect(Object.keys(tally(ends)).length).toBeGreaterThan(2);
  }, 60_000);
});
