/** Every code that Identity answers with: what it means and what to do. Codes are never reused. */
export const errorCodes = {
  ACCOUNT_NAME_TAKEN: 'A service account of that name exists or existed. Choose another name.',
  ACCOUNT_UNKNOWN: 'There is no such service account. See the list of service accounts for the names.',
  ADDRESS_INVALID:
    'The address list of a service account holds 1 to 20 IPv4 or IPv6 addresses or ranges such as 203.0.113.0/24, none wider than /8 or, for IPv6, /32.',
  ADDRESS_NOT_ALLOWED:
    'The service account was used from an address that is not in its list. Its operator may ask for a change.',
  AUTHORISATION_FAILED: 'The checker or the authorisation code was not accepted. Check both and try again.',
  BULK_DUPLICATE_USER: 'A bulk file changes each user once. Remove the later line or merge the two.',
  BULK_EMPTY: 'The bulk file holds no change. It needs a header line and one line for each user.',
  BULK_HAS_ERRORS: 'Lines of the bulk file have errors; the message lists the first. Correct them, or leave them out.',
  BULK_MALFORMED: 'The bulk file cannot be read as CSV, or its header is wrong; the message says on which line.',
  BULK_TOO_LARGE: 'A bulk file holds at most 2,000 lines and 512 KB. Split it.',
  CHECKER_IS_TARGET: 'The checker is the person whose profile would change. Ask another checker.',
  CLIENT_REFERENCE_TAKEN:
    'The client reference is that of another form. The message says of which; give each form its own.',
  CURSOR_INVALID: 'The page position was not made by this listing. Start again without it.',
  DA_FACTOR_RESET_BY_HKEX:
    "A delegated administrator's second factor is reset by the clearing house only. Use form DA 3.",
  DA_PIN_RESET_BY_HKEX:
    "A delegated administrator's smartcard PIN is reset by the clearing house only. Use form SCard 1.",
  DA_UNLOCK_BY_HKEX: 'Delegated administrators are unlocked by the clearing house only. Use form DA 3.',
  EMAIL_REQUIRED:
    'The profile needs an email: a registered one can be replaced, not removed, and a new user cannot log in without. Give one.',
  ESERVICE_BY_HAND: 'A purchase on form SCard 1 is delivered by hand and then completed; it becomes no change request.',
  ESERVICE_BY_REQUEST:
    'The form is completed by the change request that rests on it, never by hand. Submit the change it asks for.',
  ESERVICE_NOT_OPEN: 'The form is not open yet. The message says from which date on it is.',
  ESERVICE_OBSOLETE: 'The form is obsolete: smartcards have ended, and with them form SCard 1.',
  ESERVICE_STATE_FORBIDS: 'The form stands where this cannot be done with it. The message says where; read it again.',
  ESERVICE_UNKNOWN: 'There is no form of that reference. Check it.',
  EXPORT_TICKETS_OUTSTANDING:
    'You hold as many unused export tickets as one may. Use one, or wait until they expire after five minutes.',
  EXPORT_TICKET_INVALID: 'The export ticket was used, has expired or belongs to somebody else. Ask for a new one.',
  FIELD_NOT_EDITABLE: 'This profile or field is not maintained by delegated administrators. Use form DA 3.',
  FILTER_NEEDS_PARTICIPANT:
    'Across participants a listing can be narrowed by the beginning of a user ID or one whole email address. Name a participant to use the other filters.',
  FORM_REFERENCE_REQUIRED:
    'The clearing house changes a profile only on a form. Name its reference, e.g. DA3-2026-000123.',
  GROUP_NOT_ASSIGNABLE: 'This group cannot be given to this kind of profile here. Remove it.',
  GROUP_NOT_EDITABLE: 'Only business groups are defined by the clearing house. This one belongs to the product.',
  GROUP_UNKNOWN: 'There is no such group. See the group listing for the codes.',
  INVALID_DATE: 'The date is not a real calendar date, or the last day lies before the first. Correct it.',
  INVALID_EMAIL: 'The email is not one plain ASCII address such as name@firm.com. Correct it.',
  INVALID_INPUT: 'The input has an unknown field or a value of the wrong kind. Correct it.',
  INVALID_NAME: 'The name is empty, too long or holds invisible characters. Correct it.',
  INVALID_OPTION: 'The value is not one of those on offer. Choose one of them.',
  MAKER_IS_CHECKER: 'Maker and checker are the same. Ask another checker.',
  MAKER_IS_TARGET: 'Nobody changes his own profile. Ask another maker.',
  MAKER_NOT_PERMITTED: 'The maker no longer has the right to make this change. Another maker must submit it.',
  NO_CHANGE: 'The profile already has these values. Nothing is to be changed.',
  NOT_PERMITTED:
    'Your profile does not have the right for this function. It needs the DA Maker or DA Checker group and access level EE.',
  OUTSIDE_FUNCTION_HOURS: 'The function is closed. The answer says when it opens again.',
  PAGE_TOO_LARGE: 'A page holds 1 to 100 profiles. Ask for fewer and continue with the cursor.',
  PARTICIPANT_UNKNOWN: 'There is no such clearing participant. Correct the code or register the participant first.',
  PERMISSION_MATRIX_INVALID:
    'The permission matrix that was given cannot be used. The message names every row that is wrong; nothing starts until it is corrected.',
  PHASE_FORBIDS: 'The migration phase in force does not allow this action to you. The answer says who may.',
  POLICY_UNKNOWN: 'There is no such policy. The message names those there are.',
  PROFILE_STALE: 'The profile was changed meanwhile. Open it again and repeat the change.',
  ROW_UNREADABLE: 'A line of the imported file cannot be read as one row. The message says what is wrong with it.',
  SAME_PERSON:
    'Maker and checker share an email address or a smartcard, so they count as one person. Ask another checker.',
  SCARD1_ONLY_PIN_RESET:
    'During the parallel run form SCard 1 takes PIN resets of delegated administrators only. Cards and readers are not sold any more.',
  TOKEN_NOT_ARMED:
    'No approved change lets a token of this account be issued now. Create the account or rotate its token first; each lets one token be issued.',
  SMARTCARD_NOT_ALLOWED: 'Newly created users shall use 2FA: there is no smartcard for them.',
  UNKNOWN_CHANGE_KIND: 'Identity knows no such kind of change.',
  USER_ID_FORMAT: 'The user ID does not have the form that this participant uses. The answer shows the form.',
  USER_ID_RESERVED_FOR_DA: 'The user ID is reserved for delegated administrators. Choose another ending.',
  USER_ID_TAKEN: 'The user ID is in use. Choose another.',
  USER_NOT_FOUND: 'There is no such user in your participant. Check the user ID in the User Profile Listing.',
} as const satisfies Record<string, string>;

/** One of the codes above. */
export type IdentityErrorCode = keyof typeof errorCodes;
