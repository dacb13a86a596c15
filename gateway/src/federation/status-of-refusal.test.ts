import { describe, expect, it } from '@jest/globals';
import { type GraphQLFormattedError, GraphQLError } from 'graphql';
import { openDoor } from '../testing/open-door.ts';

async function answered(code: string, data: Record<string, unknown> | null) {
  const error: GraphQLFormattedError = { message: 'Later.', path: ['whoAmI'], extensions: { code } };
  const door = await openDoor({
    transports: (own) => ({
      ...own,
      identity: () => Promise.resolve({ data, errors: [new GraphQLError(error.message, error)] }),
    }),
  });
  const { status, json } = await door.ask('{ whoAmI closed }');
  await door.close();
  return { status, json };
}

describe('an answer that is nothing but a refusal', () => {
  it.each([
    ['TOO_BUSY', 429],
    ['DEPENDENCY_UNAVAILABLE', 503],
    ['OUTSIDE_HOURS', 200],
  ])('%s has status %d, and the same body', async (code, status) => {
    expect(await answered(code, null)).toEqual({
      status,
      json: { data: null, errors: [{ message: 'Later.', path: ['whoAmI'], extensions: { code } }] },
    });
  });

  it('is told from one that also holds data', async () => {
    expect((await answered('TOO_BUSY', { whoAmI: 'anonymous', closed: null })).status).toBe(200);
  });
});
