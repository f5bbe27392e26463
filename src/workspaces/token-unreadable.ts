/** A kept token cannot be opened. The message names the installation and what to do; it holds no secret. */
export class TokenUnreadable extends Error {
  override readonly name = 'TokenUnreadable';
}
