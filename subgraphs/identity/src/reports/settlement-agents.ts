import { pageOf } from '@countersign/platform';
import type { IdentityReport } from './report-reader.ts';

interface Row {
  readonly agent: string;
  readonly participant: string;
  readonly user_id: string;
  readonly status: string;
  readonly surname: string;
  readonly other_names: string;
  readonly email: string | null;
}

function positionOf(after: string | null): readonly [agent: string, participant: string, userId: string] {
  if (after === null) return ['', '', ''];
  const [agent = '', participant = '', userId = ''] = after.split('\n');
  return [agent, participant, userId];
}

/** H13: the users whom a settlement agent's staff hold, by agent and principal (W23). */
export const settlementAgents: IdentityReport = {
  name: 'settlementAgents',
  title: 'Settlement Agents',
  description: "Users that a settlement agent's staff hold, by agent and principal participant.",
  needs: { audience: 'HOUSE' },
  args: { participant: 'ID' },
  columns: [
    { key: 'settlementAgentName', title: 'Settlement Agent' },
    { key: 'participant', title: 'Principal' },
    { key: 'userId', title: 'User ID' },
    { key: 'status', title: 'Status' },
    { key: 'surname', title: 'Surname' },
    { key: 'otherNames', title: 'Other Names' },
    { key: 'emailRegistered', title: 'Email Registered' },
    { key: 'email', title: 'Email', personal: true },
  ],
  async lines(reader, _args, { after, size }) {
    const { clauses, values } = reader.profiles();
    const [agent, participant, userId] = positionOf(after);
    // `>=` on the first column lets the index begin there; the rest of the key only skips rows of one agent.
    const begin =
      'p.settlement_agent_name >= ? AND (p.settlement_agent_name > ? OR p.participant > ? OR (p.participant = ? AND p.live_user_id > ?))';
    const rows = await reader.select<Row>(
      `SELECT p.settlement_agent_name AS agent, p.participant, p.live_user_id AS user_id, p.status, p.surname, p.other_names, p.email
        FROM user_profile p WHERE ${[begin, 'p.live_user_id IS NOT NULL', ...clauses].join(' AND ')}
        ORDER BY p.settlement_agent_name, p.participant, p.live_user_id LIMIT ${size + 1}`,
      [agent, agent, participant, participant, userId, ...values],
    );
    return pageOf(
      rows,
      size,
      (row) => `${row.agent}\n${row.participant}\n${row.user_id}`,
      (row) => [
        row.agent,
        row.participant,
        row.user_id,
        row.status,
        row.surname,
        row.other_names,
        row.email !== null,
        row.email,
      ],
    );
  },
};
