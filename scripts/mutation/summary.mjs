const noticed = new Set(['Killed', 'Timeout']);
const missed = new Set(['Survived', 'NoCoverage']);

/** Numbers of one part from Stryker's JSON report: a mutant that cannot even be loaded counts neither way. */
export const scoreOf = ({ files }) => {
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const killed = mutants.filter(({ status }) => noticed.has(status)).length;
  const survived = mutants.filter(({ status }) => missed.has(status)).length;
  const counted = killed + survived;
  return { mutants: counted, killed, survived, score: counted === 0 ? 0 : (100 * killed) / counted };
};

/** One line for each change that no test noticed. */
export const survivors = ({ files }) =>
  Object.entries(files).flatMap(([file, { mutants, source }]) =>
    mutants
      .filter(({ status }) => missed.has(status))
      .map(({ location, mutatorName, replacement, status }) => {
        const was = source.split('\n')[location.start.line - 1].trim();
        const place = `${file}:${location.start.line}:${location.start.column}`;
        return `${place} ${status} ${mutatorName}\n    - ${was}\n    + ${replacement ?? ''}`;
      }),
  );

/** A row of the table in docs/mutation.md. */
export const row = (part, { mutants, killed, survived, score }) =>
  `| ${part} | ${mutants} | ${killed} | ${survived} | ${score.toFixed(1)} % |`;
