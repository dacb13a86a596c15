import { createParticipant, createProfile } from '@countersign/identity';

const PER_PARTICIPANT = 500;

/** Code of the participant at that place: Q000, Q001, ... */
export const codeOf = (place) => `Q${place.toString(36).toUpperCase().padStart(3, '0')}`;

/** Names that look real and repeat as real names do: one search finds a few people of a participant, not all. */
const SURNAMES = 'CHAN,WONG,LEE,CHEUNG,LAM,LAU,HO,NG,YEUNG,KWOK,CHENG,LEUNG,TSANG,FUNG,TANG,CHU,YIP,MAK,SZETO,AU YEUNG';
const GIVEN =
  'Tai Man,Siu Ming,Ka Yan,Wai Kit,Mei Ling,Chi Ho,Yuk Ching,Kin Fai,Hoi Lam,Tsz Kwan,Pui Shan,Man Wah,Wing Yee';

/** The n-th word of a list, inside the database. */
const pick = (words, index) =>
  `ELT(1 + (${index}) MOD ${words.split(',').length}, ${words
    .split(',')
    .map((word) => `'${word}'`)
    .join(', ')})`;

/**
 * Fills identity with that many business users, 500 to a participant, by the database's own sequence; the API would need
 * hours. Every participant also has a maker and a checker made as the product makes them.
 */
export async function seedProfiles({ sql, identity, count }) {
  const participants = Math.ceil(count / PER_PARTICIPANT);
  const at = Date.now();
  const code = `CONCAT('Q', LPAD(CONV(seq DIV ${PER_PARTICIPANT}, 10, 36), 3, '0'))`;
  const place = `(seq MOD ${PER_PARTICIPANT})`;
  const userId = `CONCAT('HK', ${code}, '1', LPAD(CONV(${place}, 10, 36), 2, '0'))`;
  const surname = pick(SURNAMES, `seq * 7 + ${place}`);
  const given = pick(GIVEN, `seq * 11 + seq DIV 13`);
  await sql(
    `INSERT INTO clearing_participant (code, name, clearing_house, firm, email_domains, created_at)
      SELECT CONCAT('Q', LPAD(CONV(seq, 10, 36), 3, '0')), CONCAT('Participant ', seq), 'HKCC', CONCAT('Firm ', seq), '[]', ${at}
      FROM seq_0_to_${participants - 1}`,
  );
  for (let from = 0; from < count; from += 100_000) {
    const to = Math.min(from + 100_000, count) - 1;
    await sql(
      `INSERT INTO user_profile (uuid, user_id, live_user_id, type, participant, clearing_house, status, surname, other_names,
          name_key, email, mailbox_key, clearing_house_options, group_codes, srn, certificate_expiry, smartcard_allowed,
          created_in_phase, version, security_version, created_at, updated_at)
        SELECT UUID(), ${userId}, ${userId}, 'USER', ${code}, 'HKCC', 'ENABLED', ${surname}, ${given},
          LOWER(CONCAT(' ', ${surname}, ' ', ${given})), CONCAT(LOWER(${userId}), '@firm.example'),
          CONCAT(LOWER(${userId}), '@firm.example'), 'DERIVATIVES', ' COLLATERAL_ENQUIRY ', CONCAT('SRN', LPAD(seq, 9, '0')),
          '2027-06-30', 1, 'PRE_PARALLEL', 1, 1, ${at}, ${at}
        FROM seq_${from}_to_${to}`,
    );
  }
  const staff = [];
  for (let index = 0; index < Math.min(participants, 20); index++) {
    // Spread over all of them, so that no part of an index is always warm.
    const code = codeOf(Math.floor((index * participants) / Math.min(participants, 20)));
    for (const [suffix, group] of [
      ['1X1', 'DA_MAKER'],
      ['1X2', 'DA_CHECKER'],
    ]) {
      staff.push(
        await person(identity, { userId: `HK${code}${suffix}`, type: 'DA', participant: code, groups: [group, 'EE'] }),
      );
    }
  }
  const house = await person(identity, {
    userId: 'HKEX0901',
    type: 'HKEX',
    participant: null,
    groups: ['HKEX_OPERATOR'],
  });
  return { staff, house, participants };
}

/** One participant of its own with that many users and a pair, for what one file or one queue can hold. */
export async function seedOneParticipant({ identity, sql, code, users }) {
  await identity.transaction((tx) =>
    createParticipant(tx, { code, name: `Participant ${code}`, clearingHouse: 'HKCC' }, new Date()),
  );
  const at = Date.now();
  const userId = `CONCAT('HK${code}', 1 + seq DIV 1296, LPAD(CONV(seq MOD 1296, 10, 36), 2, '0'))`;
  await sql(
    `INSERT INTO user_profile (uuid, user_id, live_user_id, type, participant, clearing_house, status, surname, other_names,
        name_key, email, mailbox_key, clearing_house_options, group_codes, smartcard_allowed, created_in_phase, version,
        security_version, created_at, updated_at)
      SELECT UUID(), ${userId}, ${userId}, 'USER', '${code}', 'HKCC', 'ENABLED', 'CHAN', 'Tai Man', ' chan tai man',
        CONCAT(LOWER(${userId}), '@firm.example'), CONCAT(LOWER(${userId}), '@firm.example'), 'DERIVATIVES',
        ' COLLATERAL_ENQUIRY ', 1, 'PRE_PARALLEL', 1, 1, ${at}, ${at} FROM seq_0_to_${users - 1}`,
  );
  const maker = await person(identity, {
    userId: `HK${code}4X1`,
    type: 'DA',
    participant: code,
    groups: ['DA_MAKER', 'EE'],
  });
  const checker = await person(identity, {
    userId: `HK${code}4X2`,
    type: 'DA',
    participant: code,
    groups: ['DA_CHECKER', 'EE'],
  });
  return { maker, checker };
}

async function person(identity, { userId, ...profile }) {
  return identity.transaction((tx) =>
    createProfile(
      tx,
      {
        userId,
        surname: 'STAFF',
        otherNames: userId,
        email: `${userId.toLowerCase()}@staff.example`,
        createdInPhase: 'PARALLEL',
        ...profile,
      },
      new Date(),
    ),
  );
}
