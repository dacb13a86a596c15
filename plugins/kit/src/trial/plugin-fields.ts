import { Kind, parse, print, visit } from 'graphql';
import type { PluginGraphql } from '../authenticator.ts';

/** Name and type of every argument of the plugin's answer field, as its SDL has them. */
export function answerArguments({ sdl, answerField }: PluginGraphql): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  visit(parse(sdl), {
    [Kind.FIELD_DEFINITION](field) {
      if (field.name.value !== answerField) return;
      for (const { name, type } of field.arguments ?? []) found[name.value] = print(type);
    },
  });
  return found;
}

/** What to ask of the plugin's challenge: its own fields beside those of every challenge, or nothing. */
export function challengeSelection({ sdl, challengeType }: PluginGraphql): string {
  if (challengeType === undefined) return '';
  const fields: string[] = [];
  visit(parse(sdl), {
    [Kind.OBJECT_TYPE_DEFINITION](type) {
      if (type.name.value === challengeType) fields.push(...(type.fields ?? []).map(({ name }) => name.value));
    },
  });
  return `... on ${challengeType} { ${fields.join(' ')} }`;
}
