// An authenticator as an outside developer would hand it over: one file, no import of ours. A printed list of codes, each
// good once.
const TABLE = 'authenticator_paper_code';
const made = [
  `CREATE TABLE ${TABLE} (profile_uuid CHAR(36) NOT NULL, digest VARCHAR(64) NOT NULL, PRIMARY KEY (profile_uuid, digest))`,
];

/** `length` of the codes may be given as an option: `paper.mjs?length=8`. */
export default ({ length = '6' } = {}) => ({
  manifest: {
    id: 'paper',
    contract: '^1.0.0',
    kind: 'confirms',
    factors: ['POSSESSION'],
    budget: 'SECOND_FACTOR',
    phishingResistant: false,
    phases: ['PARALLEL', 'END'],
    purposes: ['LOGIN', 'STEP_UP'],
    needs: ['tables', 'secrets'],
    graphql: {
      sdl: 'extend type Mutation { answerWithPaper(flowId: ID!, code: String!): FlowStep! @tag(name: "proof") }',
      answerField: 'answerWithPaper',
    },
    tables: [{ name: 'codes', up: { sqlite: made, mysql: made } }],
  },
  create({ tables, secrets }) {
    const digestOf = (subject, code) => secrets.keyedHash(`${subject.profileUuid}|${code}`).slice(0, 64);
    const rejected = { outcome: 'rejected', reason: 'WRONG' };
    return {
      parse: ({ code }) =>
        typeof code === 'string' && /^[0-9]{4,12}$/.test(code)
          ? { ok: true, answer: code }
          : { ok: false, code: 'CODE_MALFORMED', message: 'Enter a code of your list.' },
      async enrolled({ profileUuid }) {
        const sql = `SELECT digest FROM ${TABLE} WHERE profile_uuid = ? LIMIT 1`;
        return (await tables.read((tx) => tx.query(sql, [profileUuid]))).length > 0;
      },
      async verify(_flow, subject, code) {
        const digest = digestOf(subject ?? { profileUuid: 'nobody' }, code);
        const values = [subject?.profileUuid ?? 'nobody', digest];
        const held = await tables.read((tx) =>
          tx.query(`SELECT digest FROM ${TABLE} WHERE profile_uuid = ? AND digest = ?`, values),
        );
        if (subject === null || held.length === 0) return rejected;
        return {
          outcome: 'accepted',
          profileUuid: subject.profileUuid,
          consume: async (tx) =>
            (await tx.execute(`DELETE FROM ${TABLE} WHERE profile_uuid = ? AND digest = ?`, values)) === 1,
        };
      },
      enrolment: {
        async begin(flow) {
          const codes = Array.from({ length: 5 }, () => secrets.randomDigits(Number(length)));
          return { view: { codes }, state: secrets.seal(Buffer.from(codes.join(' ')), flow.id) };
        },
        async confirm(flow, subject, state, code) {
          const codes = Buffer.from(secrets.open(state, flow.id)).toString().split(' ');
          if (!codes.includes(code)) return rejected;
          return {
            outcome: 'accepted',
            profileUuid: subject.profileUuid,
            async consume(tx) {
              await tx.execute(`DELETE FROM ${TABLE} WHERE profile_uuid = ?`, [subject.profileUuid]);
              for (const one of codes.filter((other) => other !== code))
                await tx.insertIfAbsent(TABLE, { profile_uuid: subject.profileUuid, digest: digestOf(subject, one) });
              return true;
            },
          };
        },
      },
      forget: async (tx, profileUuid) =>
        void (await tx.execute(`DELETE FROM ${TABLE} WHERE profile_uuid = ?`, [profileUuid])),
    };
  },
});
