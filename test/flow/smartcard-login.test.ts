import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAuthority } from '@countersign/authenticator-smartcard/issuing';
import {
  answerByCard,
  beginByCard,
  beginStepUpByCard,
  cardFor,
  challengeIn,
  logInByCard,
  presentByCard,
  requestStatement,
  revocationFile,
  revocationList,
  signedBy,
  type SoftCard,
  stepUpByCard,
} from '../support/card.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { beginLogin, step } from '../support/flow-steps.ts';
import { movePhase } from '../support/phase.ts';
import { viewerId } from '../support/profiles.ts';

onEveryShape(
  'W10 smartcard login',
  (stack) => {
    const MAKER = 'HKABC1X1';
    let card: SoftCard;
    beforeAll(async () => {
      card = await cardFor(stack(), MAKER);
    }, 60_000);
    beforeEach(async () => {
      await movePhase(stack(), 'PRE_PARALLEL');
      // Refusals of the last minutes are counted for the one address that all of this comes from (L2).
      stack().clock.advance({ minutes: 20 });
    });

    const begun = async (userId = MAKER) => {
      const client = stack().client();
      return { client, ...challengeIn(await beginByCard(client, userId, 'DMS')) };
    };
    const serial = () => new X509Certificate(Buffer.from(card.certificate)).serialNumber;

    it('PRE_PARALLEL: a delegated administrator, a user and the clearing house’s staff sign in', async () => {
      for (const [userId, application] of [
        [MAKER, 'DMS'],
        ['HKABC102', 'CCMS'],
        ['HKEX0001', 'CONSOLE'],
      ] as const) {
        const session = await presentByCard(stack(), userId, application);
        expect(await viewerId(session)).toBe(userId);
      }
    });

    it('PARALLEL: beside two factors, by a button of its own', async () => {
      await movePhase(stack(), 'PARALLEL');
      expect(await logInByCard(stack(), MAKER, 'DMS', { card })).toMatchObject({
        __typename: 'SignedIn',
        home: '/dms',
      });
      const two = await beginLogin(stack().client(), { userId: MAKER, application: 'DMS' });
      expect(two).toMatchObject({ __typename: 'ProofsOffered', offers: [{ authenticator: 'password' }] });
    });

    it('END: nobody, known or not, and the page says to use 2FA', async () => {
      await movePhase(stack(), 'END');
      const answers = await Promise.all(
        [MAKER, 'HKABC4QQ'].map((userId) => beginByCard(stack().client(), userId, 'DMS')),
      );
      expect(answers[0]).toMatchObject({ code: 'SMARTCARD_NOT_ALLOWED', message: expect.stringContaining('2FA') });
      expect(answers[1]).toEqual(answers[0]);
    });

    it('END cuts off the login that was under way', async () => {
      const { client, flow, statement } = await begun();
      await movePhase(stack(), 'END');
      const step = await answerByCard(client, flow, signedBy(card, statement));
      expect(step).toMatchObject({ __typename: 'FlowRefused' });
    });

    it('the statement names the purpose, the site and the user, and is good for a minute (O18)', async () => {
      const { statement, nonce } = await begun();
      expect(statement.split('\n').slice(0, 2)).toEqual(['countersign-smartcard-v1', 'purpose: LOGIN']);
      expect(statement).toMatch(/\norigin: https?:\/\/\S+\nuser: HKABC1X1\nflow: \S+\n/);
      expect(Buffer.from(nonce, 'base64url')).toHaveLength(32);
    });

    it('an unknown user ID is asked for the same, and hears no more than a user does (O8)', async () => {
      const unknown = await begun('HKABC4QQ');
      const known = await begun();
      const shape = (text: string) => text.replaceAll(/: .*/g, '');
      expect(shape(unknown.statement)).toBe(shape(known.statement));
      const answers = await Promise.all(
        [unknown, known].map(({ client, flow }) => answerByCard(client, flow, signedBy(card, 'something else'))),
      );
      expect(answers[0]).toMatchObject({ code: 'AUTH_FAILED' });
      expect(answers[1]).toEqual(answers[0]);
    });

    describe('does not sign in', () => {
      const given = async (statement: (text: string) => string, by = card, userId = MAKER) => {
        const login = await begun(userId);
        return answerByCard(login.client, login.flow, signedBy(by, statement(login.statement)));
      };
      const same = (text: string) => text;

      it('a signature for a step-up, for another user, site or flow (O5)', async () => {
        for (const [name, value] of [
          ['purpose', 'STEP_UP'],
          ['user', 'HKABC2X1'],
          ['origin', 'https://evil.example'],
          ['flow', 'x'],
        ] as const) {
          const changed = (text: string) => text.replace(new RegExp(`^${name}: .*$`, 'm'), `${name}: ${value}`);
          expect(await given(changed)).toMatchObject({ code: 'AUTH_FAILED' });
        }
      });

      it('another user’s card, for a user who is there as for one who is not (O8)', async () => {
        const other = await cardFor(stack(), 'HKABC2X1');
        const answers = [await given(same, other), await given(same, other, 'HKABC4QQ')];
        expect(answers[0]).toMatchObject({ code: 'SRN_MISMATCH' });
        expect(answers[1]).toEqual(answers[0]);
      });

      it('a card of an issuer that nobody configured', async () => {
        const issuer = createAuthority({
          name: 'Countersign Demo Card Issuer',
          notBefore: new Date('2020-01-01T00:00:00Z'),
          notAfter: new Date('2045-01-01T00:00:00Z'),
        });
        expect(await given(same, await cardFor(stack(), MAKER, { issuer }))).toMatchObject({ code: 'AUTH_FAILED' });
      });

      it('a card that has expired, and it is told', async () => {
        const expired = await cardFor(stack(), MAKER, { notAfter: new Date('2026-01-01T00:00:00Z') });
        expect(await given(same, expired)).toMatchObject({ code: 'CERT_EXPIRED' });
      });

      it('a card on the revocation list, from the moment that it is there; and none while the list is stale', async () => {
        const file = revocationFile(stack());
        const before = revocationList(stack(), []);
        try {
          writeFileSync(file, revocationList(stack(), [serial()]));
          expect(await given(same)).toMatchObject({ code: 'CERT_REVOKED' });
          writeFileSync(file, revocationList(stack(), [], '2020-02-01'));
          expect(await given(same)).toMatchObject({ code: 'CERT_STATUS_UNKNOWN' });
        } finally {
          writeFileSync(file, before);
        }
        expect(await given(same)).toMatchObject({ __typename: 'SignedIn' });
      });

      it('the profile of somebody disabled, though the card is his', async () => {
        const identity = await stack().tables('identity');
        const status = (to: string) =>
          identity.change('UPDATE user_profile SET status = ? WHERE user_id = ?', [to, 'HKABC103']);
        const his = await cardFor(stack(), 'HKABC103');
        await status('DISABLED');
        expect(await given(same, his, 'HKABC103')).toMatchObject({ code: 'AUTH_FAILED' });
        await status('ENABLED');
      });

      it('rubbish in place of a certificate', async () => {
        const login = await begun();
        const rubbish = { certificate: 'rubbish!', signature: 'AAAA' };
        expect(await answerByCard(login.client, login.flow, rubbish)).toMatchObject({ code: 'CARD_ANSWER_MALFORMED' });
        const der = { certificate: Buffer.alloc(600, 0x30).toString('base64'), signature: 'AAAA' };
        expect(await answerByCard(login.client, login.flow, der)).toMatchObject({ code: 'AUTH_FAILED' });
      });
    });

    it('one signature opens one session, however many send it (O1)', async () => {
      const { flow, statement } = await begun();
      const given = signedBy(card, statement);
      const steps = await Promise.all(Array.from({ length: 16 }, () => answerByCard(stack().client(), flow, given)));
      expect(steps.filter((one) => one.__typename === 'SignedIn')).toHaveLength(1);
    });

    it('a statement is void once another was asked for, and after a minute', async () => {
      const { client, flow, statement } = await begun();
      const newer = challengeIn(await requestStatement(client, flow));
      expect(await answerByCard(client, flow, signedBy(card, statement))).toMatchObject({ code: 'AUTH_FAILED' });
      stack().clock.advance({ seconds: 61 });
      expect(await answerByCard(client, flow, signedBy(card, newer.statement))).toMatchObject({ code: 'AUTH_FAILED' });
      const again = challengeIn(await requestStatement(client, flow));
      expect(await answerByCard(client, flow, signedBy(card, again.statement))).toMatchObject({
        __typename: 'SignedIn',
      });
    });

    it('the card confirms the session that it opened, by a statement of its own purpose (SE4)', async () => {
      const session = await presentByCard(stack(), MAKER, 'DMS', card);
      const { flow, statement } = challengeIn(await beginStepUpByCard(session));
      expect(statement).toContain('\npurpose: STEP_UP\n');
      const forLogin = signedBy(card, statement.replace('STEP_UP', 'LOGIN'));
      expect(await answerByCard(session, flow, forLogin)).toMatchObject({ __typename: 'FlowRefused' });
      expect(await stepUpByCard(session, card)).toMatchObject({ __typename: 'StepUpGranted' });
    });

    it('two-factor login begins for nobody before the parallel run', async () => {
      expect(await beginLogin(stack().client(), { userId: MAKER, application: 'DMS' })).toMatchObject({
        code: 'METHOD_NOT_OFFERED',
      });
      expect(await step(stack().client(), 'beginPasswordReset', { userId: MAKER })).toMatchObject({
        __typename: 'FlowRefused',
      });
    });
  },
  { among: ['embedded', 'four-process'] },
);
