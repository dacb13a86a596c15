/** A demo user who can log in, and what he is for. */
export interface DemoRole {
  readonly userId: string;
  readonly what: string;
  readonly application: 'DMS' | 'CCMS' | 'CONSOLE';
  /** How the second factor arrives. */
  readonly channel: 'APP' | 'EMAIL';
  /** Has typed ten wrong codes, so that there is somebody to unlock (W7). */
  readonly isLocked?: boolean;
}

/** Whom a newcomer may try out. HKABC101 is not here: the walkthrough gives him his first login. */
export const demoRoles: readonly DemoRole[] = [
  { userId: 'HKABC1X1', what: 'maker of ABC', application: 'DMS', channel: 'APP' },
  { userId: 'HKABC2X1', what: 'checker of ABC', application: 'DMS', channel: 'APP' },
  { userId: 'HKABC1X2', what: 'second maker of ABC', application: 'DMS', channel: 'APP' },
  { userId: 'HKABC2X2', what: 'second checker of ABC', application: 'DMS', channel: 'APP' },
  { userId: 'HKXYZ1X1', what: 'maker of XYZ', application: 'DMS', channel: 'APP' },
  { userId: 'HKXYZ2X1', what: 'checker of XYZ', application: 'DMS', channel: 'APP' },
  { userId: 'HKXYZ1X2', what: 'second maker of XYZ', application: 'DMS', channel: 'APP' },
  { userId: 'HKXYZ2X2', what: 'second checker of XYZ', application: 'DMS', channel: 'APP' },
  { userId: 'HKDRG1X1', what: 'maker of DRG, where work waits', application: 'DMS', channel: 'APP' },
  { userId: 'HKDRG2X1', what: 'checker of DRG', application: 'DMS', channel: 'APP' },
  { userId: 'HKDRG116', what: 'locked user of DRG', application: 'CCMS', channel: 'APP', isLocked: true },
  { userId: 'B0123401', what: 'user with codes by email', application: 'CCMS', channel: 'EMAIL' },
  { userId: 'HKEX0001', what: 'clearing house operator', application: 'CONSOLE', channel: 'APP' },
  { userId: 'HKEX0002', what: 'clearing house approver', application: 'CONSOLE', channel: 'APP' },
  { userId: 'HKEX0003', what: 'clearing house report reader', application: 'CONSOLE', channel: 'APP' },
];
