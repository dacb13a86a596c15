import { DOMParser, type Element, ParseError, onWarningStopParsing } from '@xmldom/xmldom';
import { Fault } from '@countersign/platform';

/** Larger than any delivery of tokens that one participant gets. */
export const LARGEST_FILE = 10 * 1024 * 1024;

function textOf(bytes: Uint8Array): string {
  if (bytes.byteLength > LARGEST_FILE)
    throw new Fault('TOKEN_FILE_TOO_LARGE', 'The file is larger than 10 MB. Ask for several smaller ones.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Fault('TOKEN_FILE_MALFORMED', 'The file is not UTF-8 text.');
  }
}

function lineOf(error: ParseError): string {
  const line: unknown = (error.locator as { lineNumber?: unknown } | undefined)?.lineNumber;
  return typeof line === 'number' ? `, near line ${line}` : '';
}

/**
 * The root element of an XML file. A document type is refused unread, and with it every entity of its own: nothing is
 * fetched and nothing grows. Whatever the parser only warns of is refused as well; its own words are not repeated, because
 * they may quote a key.
 */
export function readXml(bytes: Uint8Array): Element {
  const text = textOf(bytes);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text))
    throw new Fault(
      'TOKEN_FILE_DOCTYPE',
      'The file declares a document type, which no token file needs. It was not read.',
    );
  if (text.includes('\0')) throw new Fault('TOKEN_FILE_MALFORMED', 'The file is not UTF-8 text.');
  try {
    const root = new DOMParser({ onError: onWarningStopParsing }).parseFromString(text, 'text/xml').documentElement;
    if (root !== null) return root;
  } catch (error) {
    const where = error instanceof ParseError ? lineOf(error) : '';
    throw new Fault('TOKEN_FILE_MALFORMED', `The file is not whole XML${where}. Fetch it again from where it came.`);
  }
  throw new Fault('TOKEN_FILE_MALFORMED', 'The file is empty.');
}
