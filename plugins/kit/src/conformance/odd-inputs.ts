/** What a client may send in place of a text. None may make `parse` throw, and none is a credential (O14). */
export const noTexts: readonly unknown[] = [undefined, null, {}, [], true, false, 0, 123456, Number.NaN, 10n, ['123456'], { code: '123456' }];

/** Texts that are malformed for a code, and harmless or refused for a password; `parse` must answer each (O6). */
export const oddTexts: readonly string[] = [
  '',
  'true',
  'x'.repeat(1_000_000),
  '1'.repeat(1_000_000),
  '\0',
  '123456\0',
  '１２３４５６',
  '١٢٣٤٥٦',
  '123456\n',
  '\r\n123456',
  ' 123456',
  '123456 ',
  '1 2 3 4 5 6',
  '123\u00a0456',
  '123\u200b456',
  '+12345',
  '-12345',
  '1e5000',
  '0x1234',
  '\ud800',
  "' OR 1=1 --",
];
