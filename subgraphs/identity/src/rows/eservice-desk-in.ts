import { appendAudit, execute, insertIfAbsent, query, type Transaction } from '@countersign/platform';
import type { EServiceDesk, FormRequest } from '../eservice/eservice-desk.ts';
import { canonicalUserId } from '../user-id/canonical-user-id.ts';
import { readCalendarOverrides } from './calendar-row.ts';
import { findEServiceForm, insertEServiceForm, updateEServiceForm } from './eservice-form-row.ts';
import { findProfile } from './find-profile.ts';
import { findParticipants } from './participant-row.ts';
import { readPhase } from './phase-row.ts';
import { policiesFor } from './policy-row.ts';

async function nextNumber(tx: Transaction, series: string): Promise<number> {
  const raise = () =>
    execute(tx, 'UPDATE eservice_number SET last_number = last_number + 1 WHERE series = ?', [series]);
  if ((await raise()) === 0) {
    if (await insertIfAbsent(tx, 'eservice_number', { series, last_number: 1 })) return 1;
    await raise();
  }
  const [row] = await query<{ last_number: number }>(tx, 'SELECT last_number FROM eservice_number WHERE series = ?', [
    series,
  ]);
  return row?.last_number ?? 1;
}

async function note(tx: Transaction, reference: string, { requestId, stage, state }: FormRequest): Promise<boolean> {
  if (await insertIfAbsent(tx, 'eservice_request', { request_id: requestId, reference, stage, state })) return true;
  const moved = 'UPDATE eservice_request SET stage = ?, state = ? WHERE request_id = ? AND reference = ? AND stage < ?';
  return (await execute(tx, moved, [stage, state, requestId, reference, stage])) === 1;
}

/** What eServices work with, on this unit of work's tables. */
export async function eserviceDeskIn(tx: Transaction, now: Date): Promise<EServiceDesk> {
  const [phase, { da3OpensOn }] = [await readPhase(tx), await policiesFor(tx, null)];
  return {
    now,
    times: { phase, da3OpensOn },
    overrides: () => readCalendarOverrides(tx, now),
    async findProfile(userId) {
      return (await findProfile(tx, { userId: canonicalUserId(userId) ?? '' }))?.profile ?? null;
    },
    isParticipant: async (code) => (await findParticipants(tx, [code])).length === 1,
    find: (reference) => findEServiceForm(tx, 'reference', reference),
    byClientReference: (clientReference) => findEServiceForm(tx, 'client_reference', clientReference),
    nextNumber: (form, year) => nextNumber(tx, `${form}-${year}`),
    add: (form) => insertEServiceForm(tx, form),
    write: (form, edit) => updateEServiceForm(tx, form, edit),
    async hold(reference) {
      await execute(tx, 'UPDATE eservice_form SET version = version WHERE reference = ?', [reference]);
    },
    note: (reference, request) => note(tx, reference, request),
    requestsOn: (reference) =>
      query<FormRequest>(tx, 'SELECT request_id AS requestId, stage, state FROM eservice_request WHERE reference = ?', [
        reference,
      ]),
    audit: (entry) => appendAudit(tx, { at: now, actor: 'service:identity', ...entry }),
  };
}
