import assert from 'node:assert/strict';
import type { PortName } from '../ports.ts';
import { validateManifest } from '../validate-manifest.ts';
import type { Conformance } from './authenticator-fixtures.ts';
import { suiteOf } from './suite-of.ts';

/** The manifest fits the contract, and what runs fits the manifest. */
export function manifestRules<Answer, Needs extends PortName>(conformance: Conformance<Answer, Needs>): void {
  const { it, open, plugin } = suiteOf(conformance);
  it('declares a manifest that the host can start', async () => {
    assert.deepEqual(validateManifest(plugin.manifest), []);
  });

  it('has a challenge exactly when its manifest names the field and type of one', async () => {
    const { authenticator } = await open();
    const { challengeField, challengeType } = plugin.manifest.graphql;
    assert.equal(authenticator.challenge !== undefined, challengeField !== undefined);
    assert.equal(challengeType !== undefined, challengeField !== undefined);
  });

  it('can be created, started and stopped more than once, with nothing but its declared ports', async () => {
    const first = await open();
    const second = await open();
    assert.notEqual(first.authenticator, second.authenticator, 'state comes from create() alone');
    await first.authenticator.stop?.();
    await second.authenticator.stop?.();
  });
}
