import type { NumericCode, RejectionReason } from '@countersign/authenticator-kit';
import { openBench, type Bench } from '@countersign/authenticator-kit/conformance';
import type { CodeShape } from '@countersign/oath';
import { findDevice } from './device-table.ts';
import { hotpAuthenticator, importHotpDevice } from './index.ts';

/** The key of RFC 4226 appendix D. */
export const rfcKey = new TextEncoder().encode('12345678901234567890');

const usual: CodeShape = { digits: 6, algorithm: 'sha1' };

/** A person with a token of the RFC's key whose next counter is this one. */
export async function withToken(counter = 0, shape: CodeShape = usual): Promise<Bench<NumericCode>> {
  const bench = await openBench(hotpAuthenticator());
  const { ports, subject } = bench;
  const key = { ...shape, secret: rfcKey, counter, periodSeconds: 30, driftSteps: 0 } as const;
  await ports.tables.transaction((tx) => importHotpDevice(ports, tx, { profileUuid: subject.profileUuid, key }));
  return bench;
}

/** `accepted` when the code was accepted and spent, else why not. */
export async function answer(bench: Bench<NumericCode>, code: string): Promise<'accepted' | 'spent' | RejectionReason> {
  const verdict = await bench.authenticator.verify(bench.flow(), bench.subject, { code });
  if (verdict.outcome === 'rejected') return verdict.reason;
  return (await bench.consume(verdict)) ? 'accepted' : 'spent';
}

/** The first counter of the person's token that may still be used. */
export async function nextCounter({ ports, subject }: Bench<NumericCode>): Promise<number | undefined> {
  return (await ports.tables.read((tx) => findDevice(tx, subject.profileUuid)))?.nextCounter;
}
