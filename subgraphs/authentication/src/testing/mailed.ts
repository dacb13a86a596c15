import type { House } from './house.ts';

/** To whom a notice went, once every notice that was committed has been mailed. */
export async function mailed(house: House, subject: string): Promise<readonly (string | null)[]> {
  for (let turn = 0; turn < 400; turn += 1) {
    if ((await house.rows('SELECT id FROM notice LIMIT 1')).length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return house.mails.filter((mail) => mail.subject === subject).map((mail) => mail.to);
}
