import { type ChangeRequest, stateAt } from './change-request.ts';
import { hongKongTime } from './hong-kong-time.ts';

/** The sentence shown with a request. The success message of the kind appears only once the change is applied (W2). */
export function messageOf(request: ChangeRequest, at: Date): string {
  switch (stateAt(request, at)) {
    case 'SUBMITTED':
      return `The change waits for a checker until ${hongKongTime(request.expiresAt)}.`;
    case 'AUTHORISED':
      return 'The change is authorised and will be effective shortly.';
    case 'EXECUTED':
      return request.ending?.message ?? request.successMessage;
    case 'EXPIRED':
      return `Nobody decided the change by ${hongKongTime(request.expiresAt)}; it has expired.`;
    default:
      return request.ending?.message ?? 'The change was not made.';
  }
}
