import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { openBench } from '@countersign/authenticator-kit/conformance';
import { totpAuthenticator } from './index.ts';

const run = promisify(execFile);

it('accepts the code that oathtool makes from the URI, and refuses its second use', async () => {
  const bench = await openBench(totpAuthenticator());
  const { authenticator, ports, subject } = bench;
  const flow = bench.flow();
  const begun = await authenticator.enrolment?.begin(flow, subject);
  if (begun === undefined || authenticator.enrolment === undefined) throw new Error('no enrolment');
  const { searchParams } = new URL(String(begun.view['otpauthUri']));

  const shown = async () => {
    const at = `@${Math.floor(ports.clock.now().getTime() / 1_000)}`;
    const options = ['--totp=sha1', '--base32', `--digits=${searchParams.get('digits')}`];
    const period = `--time-step-size=${searchParams.get('period')}s`;
    const { stdout } = await run('oathtool', [...options, period, `--now=${at}`, searchParams.get('secret') ?? '']);
    return { code: stdout.trim() };
  };

  expect(await bench.consume(await authenticator.enrolment.confirm(flow, subject, begun.state, await shown()))).toBe(
    true,
  );
  ports.clock.advance(30_000);
  const answer = await shown();
  expect(await bench.consume(await authenticator.verify(bench.flow(), subject, answer))).toBe(true);
  expect(await authenticator.verify(bench.flow(), subject, answer)).toEqual({
    outcome: 'rejected',
    reason: 'ALREADY_USED',
  });
});
