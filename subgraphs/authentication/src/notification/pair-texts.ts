import { type NoticeText, hongKong, oneLine, quoted } from './notice-text.ts';

/** How a change request ended, as Approvals tells it. */
export interface EndedRequest {
  readonly makerUserId: string;
  readonly subject: string;
  readonly kind: string;
  readonly state: string;
  /** The sentence of the refusal or the checker's reason; empty when there is none. */
  readonly message: string;
}

const ends: Readonly<Record<string, string>> = {
  REJECTED: 'was rejected by a checker',
  EXPIRED: 'expired before a checker decided it',
  STALE: 'was not applied, because what it would change had changed meanwhile',
  PHASE_CANCELLED: 'was cancelled, because the migration phase no longer allows it',
  CANCELLED: 'was cancelled by the system',
  EXECUTED: 'was approved and is in force',
};

/** What administrators are told about requests and about what others did to their users; user IDs and nothing personal (N1, AC1). */
export const pairTexts = {
  requestEnded: (ended: EndedRequest, at: Date): NoticeText => {
    const fate = ends[ended.state] ?? 'ended';
    // The success of one change is told by the sentence itself; of a file, some lines may have been struck or refused.
    const isWhole = ended.state === 'EXECUTED' && ended.kind !== 'BULK_CHANGE';
    const lead = ended.state === 'EXECUTED' ? 'Outcome' : 'Reason';
    const why = ended.message === '' || isWhole ? '' : `\n\n${lead}: ${quoted(ended.message)}`;
    return letter(
      ended.makerUserId,
      `Change request ${words(ends[ended.state] === undefined ? 'ended' : ended.state)}`,
      `Your change request on ${quoted(ended.subject)} (${words(ended.kind)}) ${fate} on ${hongKong(at)}.${why}`,
    );
  },
  requestsWaiting: (checkerUserId: string, count: number, at: Date): NoticeText =>
    letter(
      checkerUserId,
      `${count === 1 ? '1 change request waits' : `${count} change requests wait`} for a checker`,
      `${count === 1 ? '1 change request of your side waits' : `${count} change requests of your side wait`} for a checker, as of ${hongKong(at)}. Sign in as usual to review them; any checker who is neither maker nor target may decide.`,
    ),
  brokenGlass: (administratorId: string, subject: string, at: Date): NoticeText =>
    letter(
      administratorId,
      'The clearing house changed one of your users',
      `On ${hongKong(at)} the clearing house changed ${quoted(subject)} outside its usual rights. Two of its staff decided it and gave a reason, which is kept in the audit. Ask the clearing house if you did not expect it.`,
    ),
  disabledInEmergency: (checkerUserId: string, userId: string, at: Date): NoticeText =>
    letter(
      checkerUserId,
      `User ${userId} disabled in an emergency`,
      `On ${hongKong(at)} one administrator alone disabled ${userId}. Review it: enabling the user again takes a maker and a checker.`,
    ),
} as const;

function letter(userId: string, what: string, sentence: string): NoticeText {
  return { subject: oneLine(`${what} (${userId})`), text: `User ID ${userId}\n\n${sentence}\n` };
}

function words(kind: string): string {
  return kind.replaceAll('_', ' ').toLowerCase();
}
