import { describe, expect, it } from '@jest/globals';
import { readAgentSettings } from './read-agent-settings.ts';

const right = ['--module', '/lib/m.so', '--origins', 'https://dms.example, http://localhost:4000'];

describe('the arguments of the card agent', () => {
  it('name the module and the sites; the rest has a default', () => {
    const settings = {
      module: '/lib/m.so',
      origins: ['https://dms.example', 'http://localhost:4000'],
      port: 9543,
      prompt: 'page',
      clockFile: null,
    };
    expect(readAgentSettings(right)).toEqual({ kind: 'SERVE', settings });
  });

  it.each([
    [[], /--module/],
    [['--module', 'm'], /--origins/],
    [['--module', 'm', '--origins', '*'], /no origin/],
    [['--module', 'm', '--origins', 'https://dms.example/'], /no origin/],
    [['--module', 'm', '--origins', 'file:///'], /no origin/],
    [[...right, '--port', '70000'], /no port/],
    [[...right, '--prompt', 'none'], /neither page nor terminal/],
    [[...right, '--pin', '123456'], /--pin/],
  ])('%j are refused in a sentence', (args, sentence) => {
    expect(() => readAgentSettings(args)).toThrow(sentence);
  });
});
