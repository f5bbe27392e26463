import type { Names } from '../mrkdwn/draw-mrkdwn.js';
import type { Channel, Inputs, Person } from '../protocol.js';
import type { Place, Reply } from '../requests.js';

/** What the drawing of blocks needs to know and may cause. One for each message or dialog. */
export interface SurfaceContext {
  /** Unique on the page: element ids are built on it. */
  readonly key: string;
  readonly names: Names;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly inputs: Inputs;
  /** What the app refused, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
  isPending(place: Place): boolean;
  press(place: Place, confirm?: ConfirmWords): void;
  choose(place: Place, choice: string | readonly string[], confirm?: ConfirmWords): void;
  /** What the app offers for what was typed, or in words why it offers nothing. */
  suggest(place: Place, query: string): Promise<NonNullable<Reply['options']> | string>;
  /** Which of an element's buttons stays pressed, by its value. */
  pressed(place: Place): string | undefined;
  keepPressed(place: Place, value: string): void;
  /** What was typed and not sent yet. */
  draft(place: Place): string | undefined;
  type(place: Place, text: string): void;
  /** Enter in a field of one line. */
  submit?(): void;
}

export interface ConfirmWords {
  readonly title: string;
  readonly text: Node;
  readonly confirm: string;
  readonly deny: string;
  readonly isDanger: boolean;
}

/** Where in a surface an element is drawn. `index` stays when a redraw gives the block another id. */
export interface BlockContext extends SurfaceContext {
  readonly blockId: string;
  readonly index: number;
}
