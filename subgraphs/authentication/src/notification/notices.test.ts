import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AdjustableClock, createLogger } from '@countersign/platform';
import { eventually } from '../../../../test/support/eventually.ts';
import { type House, giveDevice, givePassword, openHouse, person, start, untilSecondFactor } from '../testing/house.ts';
import { totpCode } from '../testing/totp-code.ts';
import { mailQueue } from './mail-queue.ts';

const turns = async () => {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('notices', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
    house.identity.add(person());
  });
  afterEach(() => house.close());

  it('tell the old and the new address of a change, once however often the event arrives (N1)', async () => {
    const event = {
      id: '018f0000-0000-7000-8000-00000000e001',
      type: 'identity.email-changed',
      at: start.toISOString(),
      body: {
        profileUuid: person().profileUuid,
        userId: 'HKABC101',
        oldEmail: 'old@abc.example',
        newEmail: 'new@abc.example',
      },
    };
    for (let copy = 0; copy < 3; copy += 1) await house.bus.publish(event);
    await turns();
    expect(house.mails.map((mail) => mail.to).sort()).toEqual(['new@abc.example', 'old@abc.example']);
    for (const mail of house.mails) {
      expect(mail.text).toContain('HKABC101');
      expect(mail.text).not.toMatch(/https?:|www\./);
    }
  });

  it('tell a checker of each use of his code (AC1)', async () => {
    await house.bus.publish({
      id: '018f0000-0000-7000-8000-00000000e002',
      type: 'approvals.code-used',
      at: start.toISOString(),
      body: {
        checkerUuid: person().profileUuid,
        checkerUserId: 'HKABC2X1',
        makerUserId: 'HKABC1X1',
        targetUserId: 'HKABC105',
        requestId: 'r',
      },
    });
    await turns();
    expect(house.mails).toMatchObject([
      { to: 'chan.tai.man@abc.example', subject: 'Authorisation code used: HKABC2X1' },
    ]);
    expect(house.mails[0]?.text).toContain('HKABC105 made by HKABC1X1');
  });

  it('tell of a sign-in from a new address, and not of the first one ever (N1)', async () => {
    const secret = 'a correct horse at the battery';
    await givePassword(house, 'HKABC101', secret);
    const uri = await giveDevice(house, 'HKABC101', secret);
    const flow = await untilSecondFactor(house, 'HKABC101', secret);
    await house.totp(flow, totpCode(uri, house.clock.now()), house.anonymous('192.0.2.77'));
    await turns();
    const news = house.mails.filter((mail) => mail.subject.startsWith('Sign-in from a new address'));
    expect(news).toHaveLength(1);
    expect(news[0]?.text).toContain('192.0.2.77');
  });

  it('are deleted once sent (D4)', async () => {
    await givePassword(house, 'HKABC101', 'a correct horse at the battery');
    await turns();
    expect(house.mails.some((mail) => mail.subject === 'Password changed: HKABC101')).toBe(true);
    expect(await house.rows('SELECT id FROM notice')).toHaveLength(0);
  });
});

describe('mail with a code', () => {
  it('is tried again while its code lives and dropped unsent after (threats 3)', async () => {
    const clock = new AdjustableClock(start);
    let refusals = 0;
    const sent: string[] = [];
    const mailer = {
      send: async (mail: { id: string }) => {
        if (refusals < 1) {
          refusals += 1;
          throw new Error('451 try later');
        }
        sent.push(mail.id);
      },
      ping: async () => undefined,
      close: async () => undefined,
    };
    const queue = mailQueue({
      mailer,
      clock,
      logger: createLogger({ level: 'silent', part: 'test' }),
      firstPauseMs: 5,
    });
    const mail = (id: string, to: string | null, lifeMs: number) => ({
      id,
      to,
      subject: 's',
      text: 't',
      expiresAt: new Date(start.getTime() + lifeMs),
    });
    queue.port.enqueue(mail('again', 'a@b.example', 300_000));
    queue.port.enqueue(mail('nobody', null, 300_000));
    queue.port.enqueue(mail('late', 'a@b.example', 0));
    await eventually(() => sent.length > 0, 'the first mail to be sent');
    expect(sent).toEqual(['again']);
    await queue.stop();
  });
});
