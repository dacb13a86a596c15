import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type GraphQLField, buildSchema, getNamedType, isLeafType, parse } from 'graphql';
import { guardedNames } from './guarded-names.ts';
import { judgeDocument } from './judge-document.ts';

const read = (name: string) => readFileSync(path.resolve(import.meta.dirname, '../../../schema', name), 'utf8');
const names = guardedNames(read('supergraph.graphql'));
const mutations = Object.values(buildSchema(read('api.graphql')).getMutationType()?.getFields() ?? {});
type Field = GraphQLField<unknown, unknown>;

/** What may be guessed or what says yes: an argument of such a name is compared with something. */
const COMPARED = /^(?:password|code|pin|initialPin|response|signature|certificate|authorisationCode|digest)$/;
const isCompared = ({ args }: Field) =>
  args.some(({ name, type }) => {
    const inside = getNamedType(type);
    return COMPARED.test(name) || ('getFields' in inside && 'authorisationCode' in inside.getFields());
  });
/** Every step of a flow answers with the same union, so that a new authenticator's field cannot be forgotten here. */
const isStep = ({ type }: Field) => getNamedType(type).name === 'FlowStep';
const isReveal = ({ name }: Field) =>
  /^(?:reveal|renew|redeem|answerWith|request\w+Challenge|approve(?:Change)|reject(?:Change))/.test(name);
const proving = mutations.filter((field) => isStep(field) || isCompared(field) || isReveal(field));

const call = ({ name, args, type }: Field, alias: string) => {
  const given = args.length === 0 ? '' : `(${args.map((one) => `${one.name}: null`).join(', ')})`;
  return `${alias}: ${name}${given}${isLeafType(getNamedType(type)) ? '' : ' { __typename }'}`;
};
const codeOf = (query: string) => judgeDocument(parse(query), names)?.code;

describe('what proves or decides something stands alone in its operation', () => {
  it('and that is every step of a flow, every secret that is compared, and every secret that is shown (G1, G2)', () => {
    expect(proving.length).toBeGreaterThan(25);
    expect(proving.filter(({ name }) => !names.proofs.has(name)).map(({ name }) => name)).toEqual([]);
  });

  it.each(proving.map((field) => [field.name, field] as const))(
    '%s: never twice, nor beside another (G1, G2)',
    (_name, field) => {
      const others = [call(field, 'b'), 'b: logOut', ...proving.slice(0, 3).map((other) => call(other, 'c'))];
      expect(codeOf(`mutation { ${call(field, 'a')} }`)).toBeUndefined();
      for (const other of others)
        expect(codeOf(`mutation { ${call(field, 'a')} ${other} }`)).toBe('ONE_PROOF_PER_OPERATION');
      expect(codeOf(`mutation { ...F ${call(field, 'a')} } fragment F on Mutation { ${call(field, 'b')} }`)).toBe(
        'ONE_PROOF_PER_OPERATION',
      );
    },
  );
});
