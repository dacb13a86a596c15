import type { Element } from '@xmldom/xmldom';
import { Fault } from '@countersign/platform';

/** Something that the file must say otherwise for anybody to rely on it. */
export function malformed(what: string): Fault {
  return new Fault('TOKEN_FILE_MALFORMED', `The file is no PSKC file as RFC 6030 describes it: ${what}.`);
}

/** The child elements of this name, whichever prefix they carry. */
export function children(parent: Element, name: string): readonly Element[] {
  return [...parent.children].filter((child) => child.localName === name);
}

/** The one child element of this name, or null; two of them leave it open which counts. */
export function child(parent: Element, name: string): Element | null {
  const [found, ...others] = children(parent, name);
  if (others.length > 0) throw malformed(`${parent.localName} holds ${name} twice`);
  return found ?? null;
}

/** The element at the end of a path of children, or null. */
export function descendant(parent: Element, ...names: readonly string[]): Element | null {
  return names.reduce<Element | null>((at, name) => (at === null ? null : child(at, name)), parent);
}

/** The text of an element without the blanks around it; null for none or an empty one. */
export function textIn(element: Element | null): string | null {
  const text = element?.textContent?.trim() ?? '';
  return text === '' ? null : text;
}

/** Bytes written in base64, in which blanks and line ends mean nothing. */
export function bytesIn(element: Element): Uint8Array {
  const text = (element.textContent ?? '').replace(/\s+/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) || text === '')
    throw malformed(`${element.localName} is not base64`);
  return Buffer.from(text, 'base64');
}

/** A whole number, decimal, within what a counter may be. */
export function wholeNumber(text: string, name: string): number {
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw malformed(`${name} is no whole number that can be counted with`);
  return value;
}
