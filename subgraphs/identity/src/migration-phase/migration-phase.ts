/** Where the one global migration from smartcards stands (domain 1). */
export type MigrationPhase = 'PRE_PARALLEL' | 'PARALLEL' | 'END';

/** The phases in the order in which they come (W21). */
export const migrationPhases = ['PRE_PARALLEL', 'PARALLEL', 'END'] as const satisfies readonly MigrationPhase[];

/** The phase of that name, or null; used wherever a phase arrives as text. */
export function migrationPhase(text: string): MigrationPhase | null {
  return migrationPhases.find((phase) => phase === text) ?? null;
}
