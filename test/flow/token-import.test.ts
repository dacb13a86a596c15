import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { bothEngines } from '../support/both-engines.ts';
import { openCast } from '../support/cast.ts';
import { onEveryShape } from '../support/every-shape.ts';
import { flowId, type FlowStep, STEP } from '../support/flow-steps.ts';
import { choosePassword, enterPassword, PASSWORD, type Person } from '../support/person.ts';
import { movePhase } from '../support/phase.ts';
import { startProgram } from '../support/program.ts';
import type { Stack } from '../support/stacks.ts';

/** The secret of RFC 6030's examples, and the pre-shared key of its figure 6. */
const secret = '12345678901234567890';
const presharedKey = '12345678901234567890123456789012';
const mac = 'Su+NvtQfmvfJzF6bmQiJqoLRExc=';

const figure6 = (holder: string) => `<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc"
  xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#">
  <EncryptionKey><ds:KeyName>Pre-shared-key</ds:KeyName></EncryptionKey>
  <MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><MACKey>
    <xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
    <xenc:CipherData><xenc:CipherValue>ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX</xenc:CipherValue></xenc:CipherData>
  </MACKey></MACMethod>
  <KeyPackage>
    <DeviceInfo><Manufacturer>Manufacturer</Manufacturer><SerialNo>987654321</SerialNo></DeviceInfo>
    <Key Id="12345678" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
      <AlgorithmParameters><ResponseFormat Length="8" Encoding="DECIMAL"/></AlgorithmParameters>
      <Data>
        <Secret><EncryptedValue>
          <xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
          <xenc:CipherData><xenc:CipherValue>AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv</xenc:CipherValue></xenc:CipherData>
        </EncryptedValue><ValueMAC>${mac}</ValueMAC></Secret>
        <Counter><PlainValue>0</PlainValue></Counter>
      </Data>
      <UserId>${holder}</UserId>
    </Key>
  </KeyPackage>
</KeyContainer>`;

/** What the token shows after this many presses (RFC 4226 5.3). */
function shown(counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', secret).update(message).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 10 ** 8).padStart(8, '0');
}

const document = `mutation($flowId: ID!, $code: String!) { answerWithHotp(flowId: $flowId, code: $code) { ${STEP} } }`;

onEveryShape(
  'tokens that a participant brings are assigned by an operator while the product runs',
  (stack) => {
    let who: Person;
    let file = '';
    beforeAll(async () => {
      await movePhase(stack(), 'PARALLEL');
      who = (await openCast(stack())).user();
      await choosePassword(stack(), who, PASSWORD);
      file = put(stack(), 'tokens.xml', figure6(`UID=${who.userId.toLowerCase()},DC=abc`));
    }, 90_000);

    const put = (on: Stack, name: string, text: string) => {
      const written = path.join(on.folder, name);
      writeFileSync(written, text);
      return written;
    };
    const bring = async (...options: readonly string[]) => {
      const program = startProgram('import-tokens', ['import-tokens', ...options], stack().settingsOf('all'));
      const code = await program.ended;
      expect(program.output()).not.toContain(secret);
      expect(program.output()).not.toContain(presharedKey);
      return { code, text: program.output() };
    };
    const keyFile = () => put(stack(), 'token-key', `${presharedKey}\n`);
    const devices = async () =>
      (await stack().tables('authentication')).rows('SELECT profile_uuid FROM authenticator_hotp_device');
    const answer = async (flow: string, code: string): Promise<FlowStep> => {
      const { data } = await stack().client().send(document, { flowId: flow, code });
      return (data as { answerWithHotp: FlowStep }).answerWithHotp;
    };

    it('not without the key, and not when the file was altered: nothing is kept', async () => {
      expect(await bring(file, '--commit')).toMatchObject({
        code: 1,
        text: expect.stringMatching(/TOKEN_KEY_MISSING/),
      });
      const altered = put(stack(), 'altered.xml', readFileSync(file, 'utf8').replace('UqGv', 'UqGw'));
      const { code, text } = await bring(altered, '--commit', '--key-file', keyFile());
      expect({ code, text }).toMatchObject({
        code: 1,
        text: expect.stringMatching(/^TOKEN_KEY_WRONG: The key or password/m),
      });
      expect(await devices()).toEqual([]);
    });

    it('tries first and keeps nothing', async () => {
      const { code, text } = await bring(file, '--key-file', keyFile());
      expect(text).toContain('1 tokens read, 1 accepted, 0 refused. This was a dry run');
      expect(code).toBe(0);
      expect(await devices()).toEqual([]);
    });

    it('then keeps, and the holder signs in with the second press of the token', async () => {
      const { code, text } = await bring(file, '--key-file', keyFile(), '--commit');
      expect(text).toContain('1 tokens were assigned.');
      expect(code).toBe(0);
      const asked = await enterPassword(stack().client(), who, 'CCMS');
      expect(asked.offers).toMatchObject([{ authenticator: 'hotp' }]);
      expect((await answer(flowId(asked), shown(1))).__typename).toBe('SignedIn');
      const again = await enterPassword(stack().client(), who, 'CCMS');
      expect((await answer(flowId(again), shown(1))).code).toBe('OTP_INVALID_OR_EXPIRED');
    });

    it('does not push a second factor aside, and says so with exit code 2', async () => {
      const { code, text } = await bring(file, '--key-file', keyFile(), '--commit');
      expect(text).toContain(`token 987654321: ${who.userId}: SECOND_FACTOR_STANDS: `);
      expect(code).toBe(2);
    });
  },
  { among: bothEngines },
);
