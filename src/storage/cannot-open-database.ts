/** The database cannot be used as it was asked for. The message names what is wrong and what to do; it never holds a password. */
export class CannotOpenDatabase extends Error {
  override readonly name = 'CannotOpenDatabase';
}
