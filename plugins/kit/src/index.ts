export type * from './authenticator.ts';
export type * from './memorised.ts';
export type * from './ports.ts';
export type * from './subject.ts';
export type * from './verdict.ts';
export { CONTRACT_VERSION, defineAuthenticator } from './define-authenticator.ts';
