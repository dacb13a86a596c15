import { describe, expect, it } from '@jest/globals';
import { Fault } from '../faults/fault.ts';
import { createLogger } from './logger.ts';

const CANARY = 'canary-9f3b';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): {
  text: string;
  lines: Record<string, unknown>[];
} {
  const rows: string[] = [];
  write(createLogger({ level: 'trace', part: 'identity', destination: { write: (row) => void rows.push(row) } }));
  return { text: rows.join(''), lines: rows.map((row) => JSON.parse(row) as Record<string, unknown>) };
}

describe('the log', () => {
  it('is one JSON line per event with its part, time and level', () => {
    const { lines } = logged((logger) => logger.info({ requestId: 'r1', flowId: 'f1' }, 'flow began'));
    expect(lines).toEqual([
      expect.objectContaining({ level: 'info', part: 'identity', requestId: 'r1', flowId: 'f1', msg: 'flow began' }),
    ]);
  });

  it.each([
    'password',
    'newPassword',
    'code',
    'authorisationCode',
    'otp',
    'token',
    'sessionToken',
    'secret',
    'cookie',
    'set-cookie',
    'authorization',
    'totpSeed',
    'pin',
    'manualEntryKey',
    'initialPin',
    'unblockingKey',
    'qrCode',
    'privateJwk',
    'masterKey',
    'pepper',
    'x-countersign-assertion',
  ])('never holds what stands under %s, at any depth (O19)', (key) => {
    const { text } = logged((logger) => {
      logger.info({ [key]: CANARY, deep: { list: [{ [key]: CANARY }] } });
      logger.child({ [key]: CANARY }).warn('child');
      logger.error(Object.assign(new Error('failed'), { detail: { [key]: CANARY }, cause: { [key]: CANARY } }));
    });
    expect(text).not.toContain(CANARY);
  });

  it('keeps credentials out of free text too', () => {
    const { text } = logged((logger) => {
      logger.info(`otpauth://totp/x?secret=${CANARY}`);
      logger.info({
        address: `mysql://root:${CANARY}@host/db`,
        header: `Bearer ${CANARY}`,
        hash: `$argon2id$v=19$${CANARY}`,
      });
      logger.error(new Error(`cannot reach redis://:${CANARY}@host`));
    });
    expect(text).not.toContain(CANARY);
    expect(text).toContain('mysql://root:[redacted]@host/db');
  });

  it('does say which error it was, and what a fault keeps for the log alone', () => {
    const fault = new Fault('FLOW_EXPIRED', 'Please begin again.', {
      detail: { flowId: 'f1' },
      cause: new Error('ECONNREFUSED'),
    });
    const { lines } = logged((logger) => logger.warn({ err: fault, code: 'FLOW_EXPIRED' }, 'fault'));
    expect(lines[0]).toMatchObject({
      code: 'FLOW_EXPIRED',
      err: { name: 'Fault', errorCode: 'FLOW_EXPIRED', detail: { flowId: 'f1' }, cause: { message: 'ECONNREFUSED' } },
    });
  });

  it('survives objects that contain themselves', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(logged((logger) => logger.info(loop)).lines).toHaveLength(1);
  });
});
