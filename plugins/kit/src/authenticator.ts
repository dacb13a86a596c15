import type { Issuance } from './issuance.ts';
import type { Memorised } from './memorised.ts';
import type { PortName, Ports, PluginTransaction } from './ports.ts';
import type { Phase, Purpose, Subject } from './subject.ts';
import type { Verdict } from './verdict.ts';

/** What a plugin says about itself before it runs. Data only; the host refuses to start on a manifest that does not fit. */
export interface Manifest<Needs extends PortName = PortName> {
  /** Lower case with hyphens, unique: `email-otp`. */
  readonly id: string;
  /** Semver range of the contract it was written for, e.g. `^1.0.0`. */
  readonly contract: string;
  /** Whether it names a person by itself (smartcard) or confirms one already named (all else). */
  readonly kind: 'identifies' | 'confirms';
  readonly factors: readonly ('KNOWLEDGE' | 'POSSESSION' | 'INHERENCE')[];
  /**
   * Second factors share one failure budget per person; a password has delays instead (L1, L2). What nobody can guess, a
   * signature by a private key, is limited by source only, so that rubbish sent in somebody's name locks nobody out (O9).
   */
  readonly budget: 'SECOND_FACTOR' | 'PASSWORD' | 'UNGUESSABLE';
  readonly phishingResistant: boolean;
  readonly phases: readonly Phase[];
  readonly purposes: readonly Purpose[];
  readonly needs: readonly Needs[];
  readonly graphql: PluginGraphql;
  /** Own tables, all named `authenticator_<id>_…`: statements that run on both engines, in order, once each. */
  readonly tables?: readonly TableMigration[];
}

export interface TableMigration {
  readonly name: string;
  readonly up: { readonly sqlite: readonly string[]; readonly mysql: readonly string[] };
}

/** The plugin's public fields: SDL that extends Mutation, and which field is the answer and which asks for a challenge. */
export interface PluginGraphql {
  /** `extend type Mutation { answerWithX(flowId: ID!, …): FlowStep! @tag(name: "proof") }` and its challenge type. */
  readonly sdl: string;
  readonly answerField: string;
  readonly challengeField?: string;
  /** Name of the object type in `sdl` that implements `Challenge`, when the plugin challenges. */
  readonly challengeType?: string;
}

/** The flow as a plugin may see it. A proof is bound to this id, purpose and subject (O5). */
export interface FlowView {
  readonly id: string;
  /** The user ID as it was typed, in canonical form: what nobody is shown as somebody would be, for nobody has a subject (O8). */
  readonly claimedId: string;
  readonly purpose: Purpose;
  readonly expiresAt: Date;
}

/** A parsed answer, or the reason the input cannot be one. Parsing is strict: no trimming of used-code variants (O6). */
export type Parsed<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What the person is shown after asking for a challenge. Fields become the plugin's challenge type. */
export type ChallengeView = Readonly<Record<string, unknown>> & { readonly issuedAt: Date; readonly expiresAt: Date };

/** `automatic` true: the flow reached this step by itself. False: the person asked for it through the challenge field. */
export interface ChallengeOccasion {
  readonly automatic: boolean;
}

export type ChallengeOutcome =
  | { readonly outcome: 'issued'; readonly challenge: ChallengeView }
  | { readonly outcome: 'refused'; readonly code: string; readonly message: string; readonly retryAfterMs?: number };

/** A running plugin. */
export interface Authenticator<Answer> {
  /** Pure. Field arguments in, answer or a helpful refusal out. Never throws. */
  parse(args: Readonly<Record<string, unknown>>): Parsed<Answer>;
  /** Whether this person could answer now (has a password, a device, an address). */
  enrolled(subject: Subject): Promise<boolean>;
  /**
   * Issues a challenge. For `subject` null (nobody there, or not entitled) it does the same work towards nobody, so that
   * neither answer nor time tells (O8).
   */
  challenge?(flow: FlowView, subject: Subject | null, occasion: ChallengeOccasion): Promise<ChallengeOutcome>;
  /**
   * Computes, holding no database connection across slow work. For `subject` null it spends the same effort and rejects.
   * The host has already taken one attempt from the person's budget.
   */
  verify(flow: FlowView, subject: Subject | null, answer: Answer): Promise<Verdict<PluginTransaction>>;
  /** For plugins with something to set up. */
  readonly enrolment?: Enrolment<Answer>;
  /** For plugins whose secret the person chooses. */
  readonly memorised?: Memorised;
  /** For plugins whose secrets the host hands out. */
  readonly issuance?: Issuance;
  /** Destroys what this person holds, inside the host's transaction (delete, second-factor reset). */
  forget?(tx: PluginTransaction, profileUuid: string): Promise<void>;
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

/** Two steps: begin shows what must be set up; the first good answer makes it active, and nothing before that does. */
export interface Enrolment<Answer> {
  /** What to show once. `state` is sealed by the plugin and kept by the host in the flow until confirmed. */
  begin(
    flow: FlowView,
    subject: Subject,
  ): Promise<{ readonly view: Readonly<Record<string, unknown>>; readonly state: string }>;
  /** Verifies an answer against the pending state; `consume` stores it as the only active one (O13). */
  confirm(flow: FlowView, subject: Subject, state: string, answer: Answer): Promise<Verdict<PluginTransaction>>;
}

/** A plugin is a value. Nothing runs until the host calls `create` with the ports it declared. */
export interface AuthenticatorPlugin<Answer = unknown, Needs extends PortName = PortName> {
  readonly manifest: Manifest<Needs>;
  create(ports: Pick<Ports, Needs>): Authenticator<Answer>;
}
