/** Ways in which fingers run over a keyboard: along its rows, down its columns, and in zigzag between two rows. */
const WALKS: readonly string[] = [
  '`1234567890-=qwertyuiop[]asdfghjkl;zxcvbnm,./',
  'qwertyuiopasdfghjklzxcvbnm1234567890',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'qawsedrftgyhujikolp',
  '1qazxsw23edcvfr45tgbnhy67ujm',
];
const SHORTEST_PIECE = 4;

const ways = [...WALKS, ...WALKS.map((walk) => [...walk].reverse().join(''))];

/** Whether a whole text consists of pieces of such walks, each of four keys or more: `qwertyuiopas`, `zxcvbnm12345`. */
export function isKeyboardWalk(text: string): boolean {
  const lower = text.toLowerCase();
  // reached[n]: the first n characters are pieces of walks.
  const reached = [true];
  for (let end = 1; end <= lower.length; end += 1) {
    reached[end] = false;
    for (let start = end - SHORTEST_PIECE; start >= 0 && !reached[end]; start -= 1) {
      reached[end] = reached[start] === true && isPiece(lower.slice(start, end));
    }
  }
  return reached[lower.length] === true;
}

function isPiece(text: string): boolean {
  return ways.some((way) => way.includes(text));
}
