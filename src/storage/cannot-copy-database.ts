/** A backup or a restore that cannot be. The message names the file, what is wrong with it, and what to do; nothing was changed. */
export class CannotCopyDatabase extends Error {
  override readonly name = 'CannotCopyDatabase';
}
