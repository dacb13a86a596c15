/** The profile that no person has: decoys run the same statements on it, which touch no row (O8). */
export const nobody = '00000000-0000-0000-0000-000000000000';
