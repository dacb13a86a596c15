/** Crockford's base32: no I, L, O or U, so that a code read aloud or typed has one spelling. */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 10 characters of 5 bits: the 50 bits that W3 and M7 ask for. */
export const CODE_LENGTH = 10;
