/** Who made, who decides, on what, and on which version. */
export interface Decision {
  readonly kind: string;
  readonly makerUuid: string;
  readonly checkerUuid: string;
  readonly targetUuid: string;
  readonly version: number;
  /** What the proposal gave to be applied; rights can depend on it. */
  readonly payload: unknown;
}

/** A decided change to be applied once under its request ID. */
export interface DecidedChange extends Decision {
  readonly requestId: string;
  /** The instant whose function hours count. */
  readonly decidedAt: Date;
}
