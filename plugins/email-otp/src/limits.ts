/** The numbers of O3 and O4, in one place. */
export interface EmailOtpLimits {
  readonly digits: 6 | 7 | 8;
  readonly lifeMs: number;
  readonly triesPerCode: number;
  /** Over all codes of one flow: a new code does not give new tries without end. */
  readonly triesPerFlow: number;
  readonly coolDownMs: number;
  readonly sendsPerFlow: number;
  readonly sendsPerUser: number;
  readonly sendsPerMailbox: number;
  readonly sendWindowMs: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const defaultLimits: EmailOtpLimits = {
  digits: 6,
  lifeMs: 5 * MINUTE,
  triesPerCode: 5,
  triesPerFlow: 10,
  coolDownMs: MINUTE,
  sendsPerFlow: 5,
  sendsPerUser: 5,
  sendsPerMailbox: 20,
  sendWindowMs: HOUR,
};
