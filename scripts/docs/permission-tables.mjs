// The permission matrix as tables of marks, one for each target and one for what people do for themselves.
const phases = ['PRE_PARALLEL', 'PARALLEL', 'END'];
const titles = {
  DA: 'On the profile of a Delegated Administrator',
  USER: 'On the profile of a user',
  HOUSE: 'On the house itself and its own profiles',
};
const whose = { DA: 'a Delegated Administrator', USER: 'a user', HOUSE: "the clearing house's staff" };

const mark = (row, phase, side) => (row.sides[phase].includes(side) ? '●' : '–');
const line = (...cells) => `| ${cells.map((each) => each.replaceAll('|', '\\|')).join(' | ')} |`;
const forOneself = (row) => phases.some((phase) => row.sides[phase].includes('SELF'));

const shared = (rows) => [
  line('Action', 'Pre HKEX', 'Pre DA', 'Parallel HKEX', 'Parallel DA', 'End HKEX', 'End DA', 'Hands', 'Basis'),
  '|---|:-:|:-:|:-:|:-:|:-:|:-:|---|---|',
  ...rows.map((row) => {
    const marks = phases.flatMap((phase) => [mark(row, phase, 'HKEX'), mark(row, phase, 'DA')]);
    return line(`\`${row.action}\``, ...marks, row.hands === 'PAIR' ? 'two' : 'one', row.basis);
  }),
];

const own = (rows) => [
  line('Action', 'Who', 'Pre', 'Parallel', 'End', 'Basis'),
  '|---|---|:-:|:-:|:-:|---|',
  ...rows.map((row) => {
    const marks = phases.map((phase) => mark(row, phase, 'SELF'));
    return line(`\`${row.action}\``, whose[row.target], ...marks, row.basis);
  }),
];

/** Every row of the matrix as Markdown. */
export const permissionTables = ({ rows }) => [
  ...Object.entries(titles).flatMap(([target, title]) => [
    '',
    `### ${title}`,
    '',
    ...shared(rows.filter((row) => row.target === target && !forOneself(row))),
  ]),
  '',
  '### Each person for himself',
  '',
  ...own(rows.filter(forOneself)),
  '',
];
