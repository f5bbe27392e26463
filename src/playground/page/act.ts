import type { ConfirmWords } from './blocks/surface-context.js';
import { describeOutcome } from './describe-outcome.js';
import { confirmFirst } from './dialogs/confirm-first.js';
import type { Place, Reply, Surface, TypedText } from './requests.js';
import { send } from './server.js';
import { placeKey, surfaceKey, type WindowState } from './window-state.js';

export interface Actor {
  press(surface: Surface, place: Place, confirm?: ConfirmWords): Promise<void>;
  choose(surface: Surface, place: Place, choice: string | readonly string[], confirm?: ConfirmWords): Promise<void>;
  /** What an external select offers, or in words why nothing. */
  suggest(surface: Surface, place: Place, query: string): Promise<NonNullable<Reply['options']> | string>;
  /** A shortcut of the app, global or for a message. */
  shortcut(callbackId: string, message?: MessageName): Promise<void>;
  submit(dialog: string): Promise<void>;
  close(dialog: string, all: boolean): Promise<void>;
}

export interface MessageName {
  readonly channel: string;
  readonly ts: string;
}

/** Under which key the window keeps what failed and belongs to no message or dialog. */
export const windowKey = 'window';

interface Setting {
  person(): string;
  app(): string;
  readonly state: WindowState;
  redraw(): void;
}

/** Does what a person presses and chooses, and shows meanwhile that it is under way and afterwards what failed. */
export function actor({ person, app, state, redraw }: Setting): Actor {
  const carryOut = async (key: string, work: string, request: () => Promise<Reply>) => {
    const mark = `${key} ${work}`;
    if (state.pending.has(mark)) return;
    state.pending.add(mark);
    state.failures.delete(key);
    redraw();
    const failure = describeOutcome(await request(), app());
    state.pending.delete(mark);
    if (failure !== undefined) state.failures.set(key, failure);
    redraw();
  };
  const typedIn = (key: string): TypedText[] =>
    [...(state.drafts.get(key)?.values() ?? [])].map(({ place, text }) => ({ ...place, text }));

  return {
    async press(surface, place, confirm) {
      if (confirm && !(await confirmFirst(confirm))) return;
      const key = surfaceKey(surface);
      const request = { person: person(), surface, place, typed: typedIn(key) };
      await carryOut(key, placeKey(place), () => send('/api/press', request));
    },
    async choose(surface, place, choice, confirm) {
      const key = surfaceKey(surface);
      if (confirm && !(await confirmFirst(confirm))) {
        // The field still shows what was not chosen after all.
        state.drawings.set(key, (state.drawings.get(key) ?? 0) + 1);
        redraw();
        return;
      }
      const request = { person: person(), surface, place, choice, typed: typedIn(key) };
      await carryOut(key, placeKey(place), () => send('/api/choose', request));
    },
    async suggest(surface, place, query) {
      const reply = await send('/api/suggest', { person: person(), surface, place, query });
      return reply.options ?? describeOutcome(reply, app()) ?? 'Nothing was found.';
    },
    shortcut: (callbackId, message) =>
      carryOut(message ? `${message.channel}/${message.ts}` : windowKey, `shortcut ${callbackId}`, () =>
        send('/api/shortcut', { person: person(), callbackId, ...(message && { message }) }),
      ),
    submit: (dialog) =>
      carryOut(dialog, 'submit', () =>
        send('/api/dialog/submit', { person: person(), dialog, typed: typedIn(dialog) }),
      ),
    close: (dialog, all) =>
      carryOut(dialog, 'close', () => send('/api/dialog/close', { person: person(), dialog, all })),
  };
}
