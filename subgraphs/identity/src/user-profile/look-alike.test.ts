import { describe, expect, it } from '@jest/globals';
import type { ParticipantCode } from '../user-id/participant-code.ts';
import { looksAlike } from './look-alike.ts';

const one = {
  ...{ uuid: '1', surname: 'YIP', otherNames: 'Mei Ling', email: 'Yip@abc.com.hk' },
  participant: 'ABC' as ParticipantCode,
};

describe('two profiles look like one person (W22)', () => {
  it('with the same names and mailbox in any spelling', () => {
    expect(looksAlike(one, { ...one, uuid: '2', surname: 'Yip', email: 'yip@abc.com.hk' })).toBe(true);
  });

  it.each([
    ['the profile itself', {}],
    ['another name', { uuid: '2', surname: 'YIU' }],
    ['names parted elsewhere', { uuid: '2', surname: 'YIP Mei', otherNames: 'Ling' }],
    ['another mailbox', { uuid: '2', email: 'yip2@abc.com.hk' }],
    ['no mailbox', { uuid: '2', email: null }],
    ['another participant', { uuid: '2', participant: 'XYZ' as ParticipantCode }],
  ])('but not with %s', (_, more) => {
    expect(looksAlike(one, { ...one, ...more })).toBe(false);
  });
});
