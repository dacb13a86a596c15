export { createAuthority, type Authority } from './authority.ts';
export { issueCard, type CardRequest } from './issue-card.ts';
export { issueRevocationList, type RevocationRequest } from './issue-revocation-list.ts';
export type { Validity } from './sign-certificate.ts';
