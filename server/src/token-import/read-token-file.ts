import { children, malformed } from './elements.ts';
import { encryptionKey, type Opening } from './encryption-key.ts';
import { valueOpener } from './open-value.ts';
import { readToken } from './read-token.ts';
import { readXml } from './read-xml.ts';
import type { Token } from './token.ts';

const NAMESPACE = 'urn:ietf:params:xml:ns:keyprov:pskc';

/**
 * Every token of a PSKC file (RFC 6030), or a fault and none of them: a file that is cut off, altered or locked is not used
 * in part. Its signature, where it has one, is not looked at; what protects a file is its key or password.
 */
export async function readTokenFile(
  bytes: Uint8Array,
  options: { readonly opening: Opening; readonly now: Date },
): Promise<readonly Token[]> {
  const container = readXml(bytes);
  if (container.localName !== 'KeyContainer' || container.namespaceURI !== NAMESPACE)
    throw malformed('its root is no KeyContainer');
  if (container.getAttribute('Version') !== '1.0') throw malformed('its Version is not 1.0');
  const open = valueOpener(container, await encryptionKey(container, options.opening));
  const tokens = children(container, 'KeyPackage').map((each) => readToken(each, { open, now: options.now }));
  if (tokens.length === 0) throw malformed('it holds no KeyPackage');
  return tokens;
}
