import { insideJson } from './ascii-json.js';
import type { Message } from './blocks.js';

/** A message that is JSON already, where an object would only be made to be written again. */
export class WrittenMessage {
  /** @param members what stands between the braces, in ASCII */
  constructor(private readonly members: string) {}

  get json(): string {
    return `{${this.members}}`;
  }

  /** The same with these fields before its own. */
  with(fields: object): WrittenMessage {
    return new WrittenMessage(`${insideJson(fields)},${this.members}`);
  }

  /** What it says, for a library that wants an object. */
  toJSON(): Message {
    return JSON.parse(this.json);
  }
}
