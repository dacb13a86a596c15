import type { AuthenticationPolicy } from '../policy.ts';

/** A sentence from the day on which a password is this old; nothing is forced (P4, NIST 800-63B 3.1.1.2). */
export function passwordReminder(
  changedAt: Date | null,
  now: Date,
  { passwordReminderMs }: Pick<AuthenticationPolicy, 'passwordReminderMs'>,
): string | null {
  if (changedAt === null || now.getTime() - changedAt.getTime() < passwordReminderMs) return null;
  const days = Math.floor(passwordReminderMs / 86_400_000);
  return `Your password is more than ${days} days old. You may keep it; change it if anybody else could know it.`;
}
