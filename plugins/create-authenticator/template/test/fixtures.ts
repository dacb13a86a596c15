import type { NumericCode, Subject } from '@countersign/authenticator-kit';
import type { AuthenticatorFixtures, Bench } from '@countersign/authenticator-kit/conformance';

/** The sheets handed out on each bench, by person. */
const sheets = new WeakMap<Bench<NumericCode>, Map<string, readonly string[]>>();

const codesOf = (view: Readonly<Record<string, unknown>>) => view['codes'] as readonly string[];

/** The code at a place of a person's sheet. */
function codeAt(bench: Bench<NumericCode>, subject: Subject, place: number): string {
  const code = sheets.get(bench)?.get(subject.profileUuid)?.[place];
  if (code === undefined) throw new Error('This person has no sheet.');
  return code;
}

/** How a person of the suite comes to hold a sheet, and what he answers. */
export const paperListFixtures: AuthenticatorFixtures<NumericCode> = {
  async enrol(bench, subject) {
    const { enrolment } = bench.authenticator;
    if (enrolment === undefined) throw new Error('There is nothing to enrol.');
    const flow = bench.flow();
    const { view, state } = await enrolment.begin(flow, subject);
    const codes = codesOf(view);
    for (const code of codes) bench.secrets.add(code);
    await bench.consume(await enrolment.confirm(flow, subject, state, { code: codes[0] ?? '' }));
    sheets.set(bench, new Map(sheets.get(bench)).set(subject.profileUuid, codes));
  },
  // The first code confirmed the sheet, so the second is the next.
  rightAnswer: async (bench, _flow, subject) => ({ code: codeAt(bench, subject, 1) }),
  wrongAnswer: async (bench) => ({ code: notOneOf(bench.secrets) }),
  confirmingAnswer: async (bench, view) => {
    const [first = ''] = codesOf(view);
    bench.secrets.add(first);
    return { code: first };
  },
};

/** Six digits that are on no sheet. */
function notOneOf(codes: ReadonlySet<string>): string {
  for (let number = 0; ; number += 1) {
    const code = String(number).padStart(6, '0');
    if (!codes.has(code)) return code;
  }
}
