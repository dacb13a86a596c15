import koffi from 'koffi';
import { CryptokiError } from './cryptoki-error.ts';
import { CKR } from './cryptoki-constants.ts';

/** What a PKCS#11 function takes: a CK_ULONG, or the address of bytes, or nothing there. */
export type Argument = bigint | number | Buffer | null;

/** Calls a function of the module by name and throws what is not CKR_OK. */
export type Call = (name: FunctionName, ...args: readonly Argument[]) => void;

/** Place in CK_FUNCTION_LIST and shape of each function in use: `u` a CK_ULONG, `p` an address, `b` a CK_BBOOL (PKCS#11 2.40, pkcs11f.h). */
const FUNCTIONS = {
  C_Initialize: [0, 'p'],
  C_Finalize: [1, 'p'],
  C_GetSlotList: [4, 'bpp'],
  C_GetTokenInfo: [6, 'up'],
  C_InitToken: [9, 'upup'],
  C_InitPIN: [10, 'upu'],
  C_SetPIN: [11, 'upupu'],
  C_OpenSession: [12, 'uuppp'],
  C_CloseSession: [13, 'u'],
  C_Login: [18, 'uupu'],
  C_Logout: [19, 'u'],
  C_CreateObject: [20, 'upup'],
  C_GetAttributeValue: [24, 'uupu'],
  C_FindObjectsInit: [26, 'upu'],
  C_FindObjects: [27, 'upup'],
  C_FindObjectsFinal: [28, 'u'],
  C_SignInit: [42, 'upu'],
  C_Sign: [43, 'upupp'],
  C_GenerateKeyPair: [59, 'uppupupp'],
} as const satisfies Record<string, readonly [number, string]>;

export type FunctionName = keyof typeof FUNCTIONS;

const TYPES: Readonly<Record<string, string>> = { u: 'ulong', p: 'void *', b: 'uint8_t' };
/** The version is two bytes; only Windows packs what follows. */
const FIRST = process.platform === 'win32' ? 2 : koffi.sizeof('void *');

/** The functions that a module's C_GetFunctionList names; a file that is no PKCS#11 module throws. */
export function functionList(module: string): Call {
  const getList = koffi.load(module).func('ulong C_GetFunctionList(_Out_ void **list)');
  const list: unknown[] = [null];
  const got = Number(getList(list));
  if (got !== CKR.OK) throw new CryptokiError('C_GetFunctionList', got);
  return (name, ...args) => {
    const [place, shape] = FUNCTIONS[name];
    const address: unknown = koffi.decode(list[0], FIRST + place * koffi.sizeof('void *'), 'void *');
    const types = [...shape].map((letter) => TYPES[letter] ?? 'ulong');
    const result = Number(koffi.call(address, koffi.proto(`ulong (${types.join(', ')})`), ...args));
    if (result !== CKR.OK) throw new CryptokiError(name, result);
  };
}
