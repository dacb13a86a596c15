/** What a person typed; `again` repeats the new PIN. */
export interface Entry {
  readonly choice?: string | undefined;
  readonly pin?: string | undefined;
  readonly newPin?: string | undefined;
  readonly again?: string | undefined;
}

const NEW_PIN = /^\d{6,8}$/;

/** A new PIN is 6 to 8 digits (S3), typed the same twice, and another than the former. */
export function acceptableNewPin({ pin, newPin, again }: Entry): boolean {
  return newPin !== undefined && NEW_PIN.test(newPin) && newPin === again && newPin !== pin;
}
