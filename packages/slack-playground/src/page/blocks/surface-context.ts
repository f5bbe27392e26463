import type { Channel, ElementRef, Inputs, Person, Reply, SurfaceRef, WorkspaceView } from '../../protocol.js';
import { type Actor, elementKey, surfaceKey, type WindowState } from '../actions.js';
import type { ConfirmWords } from '../dom/dialogs.js';
import type { Names } from '../mrkdwn/draw.js';

/** What blocks need to be drawn and used. One for each message, dialog or Home. */
export interface SurfaceContext {
  /** Unique on the page. Element ids start with it. */
  readonly key: string;
  readonly names: Names;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly inputs: Inputs;
  /** The app's error messages, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
  isPending(target: ElementRef): boolean;
  press(target: ElementRef, confirm?: ConfirmWords): void;
  choose(target: ElementRef, choice: string | readonly string[], confirm?: ConfirmWords): void;
  /** The app's options for a query, or why there are none. */
  suggest(target: ElementRef, query: string): Promise<NonNullable<Reply['options']> | string>;
  /** Which of an element's buttons stays pressed, by its value. */
  pressed(target: ElementRef): string | undefined;
  keepPressed(target: ElementRef, value: string): void;
  /** Text that was typed but not sent. */
  draft(target: ElementRef): string | undefined;
  type(target: ElementRef, text: string): void;
  /** Enter was pressed in a field with one line. */
  submit?(): void;
}

/** The block an element is in. `index` stays the same when an update gives the block a new id. */
export interface BlockContext extends SurfaceContext {
  readonly blockId: string;
  readonly index: number;
}

interface Parts {
  readonly workspace: WorkspaceView;
  readonly surface: SurfaceRef;
  readonly state: WindowState;
  readonly act: Actor;
  readonly errors?: Readonly<Record<string, string>>;
  /** A prefix for element ids, if the same surface is shown twice. */
  readonly scope?: string;
  submit?(): void;
}

/** Combines what the server and this page know about a message, dialog or Home, to draw its blocks. */
export function surfaceContext({
  workspace,
  surface,
  state,
  act,
  errors = {},
  scope = '',
  submit,
}: Parts): SurfaceContext {
  const key = surfaceKey(surface);
  const nameOf = new Map([
    ...workspace.people.map(({ id, realName }) => [id, realName] as const),
    [workspace.app.botUserId, workspace.app.name],
  ]);
  const draftKey = ({ blockId, actionId }: ElementRef) => elementKey({ blockId, actionId });
  return {
    key: `e${scope}${key.replace(/\W/g, '-')}`,
    names: {
      person: (id) => nameOf.get(id),
      channel: (id) => workspace.channels.find((channel) => channel.id === id)?.name,
      me: workspace.person,
    },
    people: workspace.people,
    channels: workspace.channels,
    inputs: workspace.inputs[key] ?? {},
    errors,
    isPending: (target) => state.pending.has(`${key} ${elementKey(target)}`),
    press: (target, confirm) => void act.press(surface, target, confirm),
    choose: (target, choice, confirm) => void act.choose(surface, target, choice, confirm),
    suggest: (target, query) => act.suggest(surface, target, query),
    pressed: (target) => state.pressed.get(`${key} ${draftKey(target)}`),
    keepPressed: (target, value) => state.pressed.set(`${key} ${draftKey(target)}`, value),
    draft: (target) => state.drafts.get(key)?.get(draftKey(target))?.text,
    type: (target, text) => {
      const drafts = state.drafts.get(key) ?? new Map<string, { target: ElementRef; text: string }>();
      drafts.set(draftKey(target), { target: { blockId: target.blockId, actionId: target.actionId }, text });
      state.drafts.set(key, drafts);
    },
    ...(submit && { submit }),
  };
}
