// Registers a sheet for a demo user and logs in with its next code, through the public API of a running product.
import { openTrial } from '@countersign/authenticator-kit/trial';
import plugin from '../src/index.ts';

const [userId = 'B0123402', origin = 'http://localhost:4000'] = process.argv.slice(2);
const trial = await openTrial({ origin, userId, plugin });

let codes: readonly string[] = [];
await trial.register((options) => {
  codes = options['codes'] as readonly string[];
  return { code: codes[0] };
});
process.stdout.write(`${userId} registered a sheet of ${codes.length} codes\n`);

const session = await trial.logIn(() => ({ code: codes[1] }));
process.stdout.write(`${userId} logged in with the second code, token of the session:\n${session}\n`);
