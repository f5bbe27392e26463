import { randomBytes } from 'node:crypto';

/** What a person is given to quote, and the log carries too. */
export function newReference(): string {
  return randomBytes(4).toString('hex').toUpperCase();
}
