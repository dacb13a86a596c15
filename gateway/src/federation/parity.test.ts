import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type GraphQLSchema, execute, parse, validate } from 'graphql';
import { openDoor } from '../testing/open-door.ts';
import { randomOperation } from '../testing/random-operation.ts';
import { threeSubgraphs } from '../testing/three-subgraphs.ts';

let door: Awaited<ReturnType<typeof openDoor>>;
let whole: GraphQLSchema;
beforeAll(async () => {
  door = await openDoor();
  whole = threeSubgraphs().whole;
});
afterAll(() => door.close());

const variableValues = { yes: true, no: false };
const contextValue = { principal: { kind: 'anonymous' }, reply: {} };

describe('the federated executor', () => {
  it('answers as graphql-js does on one schema without federation, for any document', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(randomOperation(whole), async (query) => {
        const document = parse(query);
        if (validate(whole, document).length > 0) return;
        const expected = JSON.parse(
          JSON.stringify(await execute({ schema: whole, document, variableValues, contextValue })),
        ) as { data: unknown };
        const answer = await door.ask(query, variableValues);
        if (answer.codes.includes('DOCUMENT_TOO_COMPLEX')) return;
        expect(answer.json).toEqual({ data: expected.data });
        // The order of keys is the client's order, too (GraphQL 7.2.2).
        expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
        compared += 1;
      }),
      { numRuns: 150, seed: 20230403 },
    );
    expect(compared).toBeGreaterThan(75);
  });
});
