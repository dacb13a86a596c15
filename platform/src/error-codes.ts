/** Codes that the platform itself puts on faults. */
export const errorCodes = {
  DEPENDENCY_UNAVAILABLE:
    'A database, the volatile store or another part is out of reach, or too busy to answer in time. Nothing was decided; try again in a moment.',
} as const satisfies Record<string, string>;
