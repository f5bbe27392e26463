import type { Message } from './blocks.js';

/** A message that is JSON already, where an object would only be made to be written again. */
export class WrittenMessage {
  /** @param members what stands between the braces */
  constructor(private readonly members: string) {}

  get json(): string {
    return `{${this.members}}`;
  }

  /** The same with these fields before its own. */
  with(fields: object): WrittenMessage {
    return new WrittenMessage(`${JSON.stringify(fields).slice(1, -1)},${this.members}`);
  }

  /** What it says, for a library that wants an object. */
  toJSON(): Message {
    return JSON.parse(this.json);
  }
}
