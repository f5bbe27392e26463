import type { Channel, ElementRef, Inputs, Person, Reply, SurfaceRef, WorkspaceView } from '../../protocol.js';
import { type Actor, elementKey, surfaceKey, type WindowState } from '../actions.js';
import type { ConfirmWords } from '../dom/dialogs.js';
import type { Names } from '../mrkdwn/draw.js';

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
  isPending(target: ElementRef): boolean;
  press(target: ElementRef, confirm?: ConfirmWords): void;
  choose(target: ElementRef, choice: string | readonly string[], confirm?: ConfirmWords): void;
  /** What the app offers for what was typed, or in words why it offers nothing. */
  suggest(target: ElementRef, query: string): Promise<NonNullable<Reply['options']> | string>;
  /** Which of an element's buttons stays pressed, by its value. */
  pressed(target: ElementRef): string | undefined;
  keepPressed(target: ElementRef, value: string): void;
  /** What was typed and not sent yet. */
  draft(target: ElementRef): string | undefined;
  type(target: ElementRef, text: string): void;
  /** Enter in a field of one line. */
  submit?(): void;
}

/** Where in a surface an element is drawn. `index` stays when a redraw gives the block another id. */
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
  /** Where the same surface is drawn twice: ids on the page begin with it. */
  readonly scope?: string;
  submit?(): void;
}

/** Joins what the server knows of a message or dialog with what this window knows, for the drawing of its blocks. */
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
