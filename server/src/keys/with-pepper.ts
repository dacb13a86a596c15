import type { SecretBox } from '@countersign/platform';

const PEPPER = 'password-pepper';

/** The same keys with a pepper of its own, which outlives a change of the master key: stored passwords depend on it. */
export function withPepper(box: SecretBox, pepper: Uint8Array | undefined): SecretBox {
  if (pepper === undefined) return box;
  return { ...box, derive: (purpose) => (purpose === PEPPER ? pepper : box.derive(purpose)) };
}
