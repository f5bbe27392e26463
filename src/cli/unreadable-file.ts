/** A file that was named on the command line cannot be used. The message names it, the place and the remedy. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
