import { describe, expect, it } from '@jest/globals';
import { type ObjectTypeDefinitionNode, parse } from 'graphql';
import { reportBook } from '@countersign/identity';
import { subgraphSchemas } from '../schema-sources.ts';

describe('the book of reports that leave as files', () => {
  it('names every report of every part, and the part that keeps it', async () => {
    const kept = Object.entries(await subgraphSchemas()).flatMap(([part, sdl]) => {
      const reports = parse(sdl).definitions.find(
        (node): node is ObjectTypeDefinitionNode => 'name' in node && node.name?.value === 'Reports',
      );
      return (reports?.fields ?? []).map(({ name }) => [name.value, part]);
    });
    const booked = Object.entries(reportBook).map(([name, { part }]) => [name, part]);
    expect(Object.fromEntries(kept)).toEqual(Object.fromEntries(booked));
  });
});
