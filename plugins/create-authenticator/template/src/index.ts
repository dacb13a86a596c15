import { paperListAuthenticator } from './paper-list.ts';

export { paperListAuthenticator };

/** What the product loads: the plugin itself. */
export default paperListAuthenticator();
