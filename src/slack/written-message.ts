import type { Message } from './blocks.js';

/** A message that is JSON already, where an object would only be made to be written again. */
export class WrittenMessage {
  constructor(readonly json: string) {}

  /** The same with these fields before its own. */
  with(fields: object): WrittenMessage {
    return new WrittenMessage(`${JSON.stringify(fields).slice(0, -1)},${this.json.slice(1)}`);
  }

  /** What it says, for a library that wants an object. */
  toJSON(): Message {
    return JSON.parse(this.json);
  }
}
