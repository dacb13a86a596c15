import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { openBench } from '@countersign/authenticator-kit/conformance';
import { hotpAuthenticator } from './index.ts';

const run = promisify(execFile);

it('accepts the codes that oathtool makes from the URI, and refuses their second use', async () => {
  const bench = await openBench(hotpAuthenticator());
  const { authenticator, subject } = bench;
  const flow = bench.flow();
  const begun = await authenticator.enrolment?.begin(flow, subject);
  if (begun === undefined || authenticator.enrolment === undefined) throw new Error('no enrolment');
  const { searchParams } = new URL(String(begun.view['otpauthUri']));

  const shown = async (presses: number) => {
    const counter = Number(searchParams.get('counter')) + presses;
    const options = ['--hotp', '--base32', `--digits=${searchParams.get('digits')}`, `--counter=${counter}`];
    const { stdout } = await run('oathtool', [...options, searchParams.get('secret') ?? '']);
    return { code: stdout.trim() };
  };

  const confirmed = await authenticator.enrolment.confirm(flow, subject, begun.state, await shown(0));
  expect(await bench.consume(confirmed)).toBe(true);
  for (const presses of [1, 2, 7]) {
    const answer = await shown(presses);
    expect(await bench.consume(await authenticator.verify(bench.flow(), subject, answer))).toBe(true);
    expect(await authenticator.verify(bench.flow(), subject, answer)).toEqual({
      outcome: 'rejected',
      reason: 'ALREADY_USED',
    });
  }
});
