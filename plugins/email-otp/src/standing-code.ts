import type { FlowView, Ports, Purpose, Subject } from '@countersign/authenticator-kit';

/** The newest code of a flow, as kept in the volatile store: no secret and no address in clear (O3, O19). */
export interface StandingCode {
  readonly codeId: string;
  /** Keyed hash of the code bound to flow, purpose, subject and address (O5). */
  readonly mac: string;
  readonly purpose: Purpose;
  readonly profileUuid: string | null;
  /** Of the person's codes, when it was issued: a code of an earlier one was voided since. */
  readonly generation: number;
  /** Keyed hash of the address that it was sent to. */
  readonly addressMac: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly resendAvailableAt: number;
  readonly reference: string;
  /** Whether the person has asked once inside the cool-down and was shown this code's challenge. */
  readonly shownOnRequest: boolean;
}

/** One key per flow, so that only the newest code exists. The braces keep a flow's keys on one node of a cluster. */
export function codeKey(flow: FlowView): string {
  return `{flow:${flow.id}}:code`;
}

/** The hash that a code must produce in this flow, for this person, at this address; for nobody it is as long to compute. */
export function codeMac(
  secrets: Ports['secrets'],
  bound: { readonly codeId: string; readonly flow: FlowView; readonly subject: Subject | null; readonly code: string },
): string {
  const { codeId, flow, subject, code } = bound;
  const parts = [codeId, flow.id, flow.purpose, subject?.profileUuid ?? '', canonicalAddress(subject), code];
  return secrets.keyedHash(JSON.stringify(['code', ...parts]));
}

/** The hash by which an address is recognised without being stored. */
export function addressMac(secrets: Ports['secrets'], subject: Subject | null): string {
  return secrets.keyedHash(JSON.stringify(['mailbox', canonicalAddress(subject)]));
}

/** Reads a stored code; null when the flow has none. */
export function parseStanding(stored: string | null): StandingCode | null {
  return stored === null ? null : (JSON.parse(stored) as StandingCode);
}

/** One mailbox in one spelling, so that a change of case opens no second allowance (O4). */
function canonicalAddress(subject: Subject | null): string {
  return subject?.email?.trim().toLowerCase() ?? '';
}
