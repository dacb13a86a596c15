/** What a digit or symbol stands for when it is drawn in place of a letter. */
const drawnAs: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'il',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'il',
  '|': 'il',
  '+': 't',
  '€': 'e',
};

/** Whether a character is this letter or digit, or is commonly drawn for it: `@` and `4` for `a`. */
export function standsFor(character: string, letter: string): boolean {
  return character === letter || (drawnAs[character]?.includes(letter) ?? false);
}

/** A text with its drawn letters read as letters: `p@ssw0rd` is `password`. */
export function readLetters(text: string): string {
  return [...text].map((character) => drawnAs[character]?.charAt(0) ?? character).join('');
}
