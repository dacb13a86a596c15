/** What a careless reader would take for the code again (O6). */
export function codeVariants(code: string): readonly string[] {
  const wide = [...code].map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).join('');
  const blanks = [' ', '\t', '\n', '\r\n', '\u00a0', '\u200b', '\u2003', '\ufeff', '\u0000'];
  const round = blanks.flatMap((blank) => [`${blank}${code}`, `${code}${blank}`, `${blank}${code}${blank}`]);
  const inside = [1, 2, 3, 4, 5].flatMap((at) =>
    [' ', '-', '.', '\u00a0', '\u200b'].map((sign) => `${code.slice(0, at)}${sign}${code.slice(at)}`),
  );
  const digits = [0x660, 0x6f0, 0x966].map((zero) =>
    code.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit))),
  );
  const letters = [code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' '), [...code].join(' ')];
  return [
    code,
    wide,
    ...round,
    ...inside,
    ...digits,
    ...letters,
    `0${code}`,
    `+${code}`,
    `${code}.0`,
    `${code}e0`,
    `'${code}'`,
    `${code};`,
  ];
}
