import { pageOf } from '@countersign/platform';
import type { IdentityReport } from './report-reader.ts';

interface Row {
  readonly user_id: string;
  readonly type: string;
  readonly status: string;
  readonly surname: string;
  readonly other_names: string;
  readonly srn: string;
  readonly certificate_expiry: string | null;
}

/** R4: who holds which smartcard and until when; at END there are no cards and no such report (domain 3.3, W21). */
export const srnListing: IdentityReport = {
  name: 'srnListing',
  title: 'SRN Listing',
  description: 'Profiles that hold a smartcard, with its reference number and certificate expiry date. Until END.',
  needs: { audience: 'PARTICIPANT', until: 'END' },
  args: { participant: 'ID' },
  columns: [
    { key: 'userId', title: 'User ID' },
    { key: 'type', title: 'Profile Type' },
    { key: 'status', title: 'Status' },
    { key: 'surname', title: 'Surname' },
    { key: 'otherNames', title: 'Other Names' },
    { key: 'srn', title: 'SRN', personal: true, until: 'END' },
    { key: 'certificateExpiry', title: 'Certificate Expiry Date', personal: true, until: 'END' },
  ],
  async lines(reader, _args, { after, size }) {
    const { clauses, values } = reader.profiles();
    const rows = await reader.select<Row>(
      `SELECT p.live_user_id AS user_id, p.type, p.status, p.surname, p.other_names, p.srn, p.certificate_expiry FROM user_profile p
        WHERE ${['p.live_user_id > ?', 'p.srn IS NOT NULL', ...clauses].join(' AND ')} ORDER BY p.live_user_id LIMIT ${size + 1}`,
      [after ?? '', ...values],
    );
    return pageOf(
      rows,
      size,
      (row) => row.user_id,
      (row) => [row.user_id, row.type, row.status, row.surname, row.other_names, row.srn, row.certificate_expiry],
    );
  },
};
