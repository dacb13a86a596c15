import { keepAlive } from '../logins/keep-alive.mjs';
import { PASSWORD, ask, begin } from './speak.mjs';

/**
 * Begins a login for each user, says `armed`, and at the first byte on its standard input sends every password at once, on a
 * connection of its own and from an address of its own; prints how many heard which code.
 */
const { door, userIds, firstSource } = JSON.parse(process.argv[2]);
const connections = userIds.map(() => keepAlive(door));
const headers = userIds.map((_, index) => {
  const source = firstSource + index;
  return `x-forwarded-for: 10.${(source >> 16) & 255}.${(source >> 8) & 255}.${source & 255}\r\n`;
});
const flows = [];
for (const [index, userId] of userIds.entries()) flows.push(await begin(connections[index], userId, headers[index]));
console.log('armed');
await new Promise((resolve) => process.stdin.once('data', resolve));
const answers = await Promise.all(
  flows.map((flowId, index) =>
    ask(connections[index], PASSWORD, { flowId, password: 'a wrong guess entirely' }, headers[index]),
  ),
);
const codes = answers.map(
  ({ data, errors }) => data?.answerWithPassword?.code ?? errors?.[0]?.extensions?.code ?? 'none',
);
console.log(
  JSON.stringify(
    Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length])),
  ),
);
process.exit(0);
