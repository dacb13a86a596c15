import { layOutMechanism, layOutQuestion, layOutTemplate, lengthIn, type Template } from './attributes.ts';
import { CKU, SESSION } from './cryptoki-constants.ts';
import { functionList } from './function-list.ts';
import { WORD, wordAt, words } from './words.ts';

/** A number that the module gave out: of a slot, a session or an object. */
export type Handle = bigint;

/** What a token says of itself without a PIN. */
export interface TokenFacts {
  readonly label: string;
  readonly maker: string;
  readonly serial: string;
  readonly flags: number;
}

/** A key and what it is used with. */
export interface SigningKey {
  readonly mechanism: number;
  readonly key: Handle;
  readonly pinAgain?: string | undefined;
}

/** The part of PKCS#11 that a card agent needs; every call throws `CryptokiError` when the module refuses. */
export interface Cryptoki {
  finalize(): void;
  slots(): readonly Handle[];
  token(slot: Handle): TokenFacts;
  openSession(slot: Handle): Handle;
  closeSession(session: Handle): void;
  login(session: Handle, who: number, pin: string): void;
  logout(session: Handle): void;
  find(session: Handle, template: Template): readonly Handle[];
  /** Null where the object has no such attribute. */
  read(session: Handle, object: Handle, attribute: number): Buffer | null;
  /** With `pinAgain` for a key that asks for the PIN at each signature (CKA_ALWAYS_AUTHENTICATE). */
  sign(session: Handle, how: SigningKey, bytes: Buffer): Buffer;
  setPin(session: Handle, pin: string, next: string): void;
  initPin(session: Handle, next: string): void;
  initToken(slot: Handle, securityOfficerPin: string, label: string): void;
  generateKeyPair(
    session: Handle,
    mechanism: number,
    templates: { readonly publicKey: Template; readonly privateKey: Template },
  ): Handle;
  createObject(session: Handle, template: Template): Handle;
}

const MOST_OBJECTS = 64;
const LONGEST_SIGNATURE = 1024;
const TOKEN_INFO = 256;
const FLAGS_AT = 96;

function text(bytes: Buffer, from: number, length: number): string {
  return bytes.toString('utf8', from, from + length).replace(/[\0 ]+$/, '');
}

/** Loads a PKCS#11 module and initialises it for one thread. */
export function openCryptoki(module: string): Cryptoki {
  const call = functionList(module);
  call('C_Initialize', null);

  const handles = (filled: Buffer, count: number) =>
    Array.from({ length: count }, (_, index) => wordAt(filled, index * WORD));
  const login = (session: Handle, who: number, pin: string) => {
    const bytes = Buffer.from(pin, 'utf8');
    call('C_Login', session, who, bytes, bytes.length);
  };
  const find = (session: Handle, template: Template) => {
    const wanted = layOutTemplate(template);
    call('C_FindObjectsInit', session, wanted.bytes, wanted.count);
    try {
      const found = words(MOST_OBJECTS);
      const count = words(1);
      call('C_FindObjects', session, found, MOST_OBJECTS, count);
      return handles(found, Number(wordAt(count, 0)));
    } finally {
      call('C_FindObjectsFinal', session);
    }
  };

  return {
    finalize: () => call('C_Finalize', null),
    slots() {
      const count = words(1);
      call('C_GetSlotList', 1, null, count);
      const room = words(Number(wordAt(count, 0)));
      if (room.length === 0) return [];
      call('C_GetSlotList', 1, room, count);
      return handles(room, Number(wordAt(count, 0)));
    },
    token(slot) {
      const facts = Buffer.alloc(TOKEN_INFO);
      call('C_GetTokenInfo', slot, facts);
      return {
        label: text(facts, 0, 32),
        maker: text(facts, 32, 32),
        serial: text(facts, 80, 16),
        flags: Number(wordAt(facts, FLAGS_AT)),
      };
    },
    openSession(slot) {
      const session = words(1);
      call('C_OpenSession', slot, SESSION.SERIAL | SESSION.READ_WRITE, null, null, session);
      return wordAt(session, 0);
    },
    closeSession: (session) => call('C_CloseSession', session),
    login,
    logout: (session) => call('C_Logout', session),
    find,
    read(session, object, attribute) {
      const asked = layOutQuestion(attribute, null);
      try {
        call('C_GetAttributeValue', session, object, asked.bytes, 1);
      } catch {
        return null;
      }
      const length = lengthIn(asked.bytes);
      if (length === null) return null;
      const room = Buffer.alloc(length);
      if (length === 0) return room;
      call('C_GetAttributeValue', session, object, layOutQuestion(attribute, room).bytes, 1);
      return room;
    },
    sign(session, { mechanism, key, pinAgain }, bytes) {
      call('C_SignInit', session, layOutMechanism(mechanism), key);
      if (pinAgain !== undefined) login(session, CKU.CONTEXT_SPECIFIC, pinAgain);
      const signature = Buffer.alloc(LONGEST_SIGNATURE);
      const length = words(1);
      length.writeUInt32LE(LONGEST_SIGNATURE);
      call('C_Sign', session, bytes, bytes.length, signature, length);
      return signature.subarray(0, Number(wordAt(length, 0)));
    },
    setPin(session, pin, next) {
      const [former, latter] = [Buffer.from(pin, 'utf8'), Buffer.from(next, 'utf8')];
      call('C_SetPIN', session, former, former.length, latter, latter.length);
    },
    initPin(session, next) {
      const bytes = Buffer.from(next, 'utf8');
      call('C_InitPIN', session, bytes, bytes.length);
    },
    initToken(slot, securityOfficerPin, label) {
      const pin = Buffer.from(securityOfficerPin, 'utf8');
      call('C_InitToken', slot, pin, pin.length, Buffer.from(label.padEnd(32).slice(0, 32), 'utf8'));
    },
    generateKeyPair(session, mechanism, templates) {
      const [open, closed] = [layOutTemplate(templates.publicKey), layOutTemplate(templates.privateKey)];
      const [publicKey, privateKey] = [words(1), words(1)];
      call(
        'C_GenerateKeyPair',
        session,
        layOutMechanism(mechanism),
        open.bytes,
        open.count,
        closed.bytes,
        closed.count,
        publicKey,
        privateKey,
      );
      return wordAt(publicKey, 0);
    },
    createObject(session, template) {
      const [laid, object] = [layOutTemplate(template), words(1)];
      call('C_CreateObject', session, laid.bytes, laid.count, object);
      return wordAt(object, 0);
    },
  };
}
