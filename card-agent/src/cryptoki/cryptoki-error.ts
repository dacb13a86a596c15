import { CKR } from './cryptoki-constants.ts';

/** A PKCS#11 function answered something other than CKR_OK; the number says what. */
export class CryptokiError extends Error {
  readonly result: number;

  constructor(call: string, result: number) {
    const name = Object.entries(CKR).find(([, value]) => value === result)?.[0];
    super(`${call} answered ${name === undefined ? `0x${result.toString(16)}` : `CKR_${name}`}`);
    this.result = result;
  }
}
