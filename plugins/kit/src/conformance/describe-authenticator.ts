import type { PortName } from '../ports.ts';
import type { Conformance } from './authenticator-fixtures.ts';
import { bindingRules } from './binding-rules.ts';
import { enrolmentRules } from './enrolment-rules.ts';
import { issuanceRules } from './issuance-rules.ts';
import { manifestRules } from './manifest-rules.ts';
import { memorisedRules } from './memorised-rules.ts';
import { parseRules } from './parse-rules.ts';
import { residueRules } from './residue-rules.ts';
import { verdictRules } from './verdict-rules.ts';

/**
 * The suite that every authenticator passes before the host may load it. It runs the plugin on real ports (SQLite, an
 * atomic map, AES-GCM) and judges only what the contract promises.
 */
export function describeAuthenticator<Answer, Needs extends PortName>(conformance: Conformance<Answer, Needs>): void {
  conformance.describe(`${conformance.plugin.manifest.id} keeps the authenticator contract`, () => {
    manifestRules(conformance);
    parseRules(conformance);
    verdictRules(conformance);
    bindingRules(conformance);
    residueRules(conformance);
    enrolmentRules(conformance);
    memorisedRules(conformance);
    issuanceRules(conformance);
  });
}
