import { costMeter } from './cost.mjs';
import { median, timed } from './timed.mjs';

const LISTING = `query($search: String, $after: String, $participant: ID) {
  userProfiles(first: 50, after: $after, filter: { search: $search, participant: $participant }) {
    nodes { userId surname otherNames email status usable groups { code } version }
    pageInfo { hasNextPage endCursor } } }`;
const ENQUIRE = `query($userId: ID!) { userProfile(userId: $userId) {
  userId surname otherNames email status srn certificateExpiry groups { code name } openChangeRequest { id } lockedAt otpChannel } }`;
const PENDING = `{ changeRequests(first: 50, filter: { openOnly: true }) {
  edges { node { id kind state subject maker submittedAt expiresAt before after } } pageInfo { hasNextPage } } }`;

/** What people ask all day, each as one of twenty administrators of participants spread over the whole table. */
const shapes = {
  'listing, first page': ({ ask, token }) => ask(token, LISTING),
  'listing, a later page': ({ ask, token, participant }) =>
    ask(token, LISTING, { after: Buffer.from(`user:HK${participant}16F`).toString('base64url') }),
  'search by name': ({ ask, token, index }) =>
    ask(token, LISTING, { search: ['chan', 'wai', 'szeto', 'mei'][index % 4] }),
  'search by user ID': ({ ask, token, participant }) => ask(token, LISTING, { search: `HK${participant}1A` }),
  enquire: ({ ask, token, participant, index }) =>
    ask(token, ENQUIRE, {
      userId:
        `HK${participant}1${(index * 7) % 500 < 36 ? '0' : ''}${((index * 7) % 500).toString(36).toUpperCase()}`.slice(
          0,
          16,
        ),
    }),
  'pending list': ({ ask, token }) => ask(token, PENDING),
  'house: listing of everybody': ({ ask, house }) => ask(house, LISTING),
  'house: search by email': ({ ask, house, participant }) =>
    ask(house, LISTING, { search: `hk${participant.toLowerCase()}10a@firm.example` }),
  'house: pending list': ({ ask, house }) => ask(house, PENDING),
};

/**
 * Medians in milliseconds by shape and size, and how many times the smallest size's the largest size's is; beside them the
 * rows that the database looked at for each call, which a busy machine does not change.
 */
export async function measureReads(worlds, { rounds, calls, databaseUrl }) {
  const times = new Map();
  const rowsRead = new Map();
  const meter = await costMeter({ databaseUrl });
  for (let round = 0; round <= rounds; round++) {
    for (const [name, shape] of Object.entries(shapes)) {
      for (const { size, product, staff, tokens, houseToken } of worlds) {
        const makers = staff.filter(({ userId }) => userId.endsWith('1X1'));
        const key = `${name}|${size}`;
        const before = await meter.read();
        const taken = await timed(round === 0 ? calls * 3 : calls, (index) => {
          const maker = makers[index % makers.length];
          return shape({
            ask: product.ask,
            token: tokens.get(maker.userId),
            house: houseToken,
            participant: maker.participant,
            index,
          });
        });
        if (round > 0) rowsRead.set(key, Math.round((await meter.since(before, calls)).rowsRead));
        // The first round lets the compiler and the buffer pool see everything.
        if (round > 0) times.set(key, [...(times.get(key) ?? []), ...taken]);
      }
    }
  }
  await meter.close();
  return Object.keys(shapes).map((shape) => {
    const medians = worlds.map(({ size }) => median(times.get(`${shape}|${size}`)));
    const row = Object.fromEntries(worlds.map(({ size }, index) => [String(size), Number(medians[index].toFixed(2))]));
    const rows = worlds.map(({ size }) => rowsRead.get(`${shape}|${size}`)).join(' / ');
    return { shape, ...row, ratio: Number((medians.at(-1) / medians[0]).toFixed(2)), rows };
  });
}
