import type { Actor } from '../act.js';
import type { Message } from '../protocol.js';
import type { WindowState } from '../window-state.js';

/** What can be done with a message, and what the window knows of it. */
export interface MessageHandlers {
  readonly state: WindowState;
  readonly act: Actor;
  openThread(message: Message): void;
  viewJson(message: Message): void;
  copyLink(message: Message): void;
}
