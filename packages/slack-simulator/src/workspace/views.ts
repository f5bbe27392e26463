import { counts } from '../limits/limits.js';
import type { Block, InputValue, InputValues, Json, JsonObject, View } from './state.js';
import { installedIn, type WorkspaceStore } from './store.js';

function newHash(store: WorkspaceStore): string {
  return `${Math.floor(store.statedNow() / 1000)}.${store.nextId('h')}`;
}

function definition(store: WorkspaceStore, given: JsonObject) {
  return {
    type: given.type === 'home' ? ('home' as const) : ('modal' as const),
    blocks: store.identified((given.blocks ?? []) as Block[]),
    private_metadata: String(given.private_metadata ?? ''),
    callback_id: String(given.callback_id ?? ''),
    external_id: String(given.external_id ?? ''),
    clear_on_close: given.clear_on_close === true,
    notify_on_close: given.notify_on_close === true,
    submit_disabled: given.submit_disabled === true,
    errors: {},
    ...(given.title === undefined ? {} : { title: given.title as JsonObject }),
    ...(given.submit === undefined ? {} : { submit: given.submit as JsonObject }),
    ...(given.close === undefined ? {} : { close: given.close as JsonObject }),
  };
}

export function stackOf(store: WorkspaceStore, person: string): View[] {
  return store.state.dialogs[person] ?? [];
}

/** Opens a dialog on top of the person's stack. @returns undefined if three are already open */
export function pushView(store: WorkspaceStore, person: string, given: JsonObject): View | undefined {
  const stack = stackOf(store, person);
  if (stack.length >= counts.modalStack) return undefined;
  const id = store.nextId('V');
  const view: View = {
    ...definition(store, given),
    id,
    hash: newHash(store),
    root_view_id: stack[0]?.id ?? id,
    previous_view_id: stack.at(-1)?.id ?? null,
  };
  store.state.dialogs[person] = [...stack, view];
  store.notify({ kind: 'view', person });
  return view;
}

/** Replaces an open dialog. Inputs with the same block_id and action_id are kept. */
export function replaceView(store: WorkspaceStore, person: string, view: View, given: JsonObject): View {
  const { id, root_view_id, previous_view_id } = view;
  const updated: View = { ...definition(store, given), id, root_view_id, previous_view_id, hash: newHash(store) };
  store.state.dialogs[person] = stackOf(store, person).map((open) => (open.id === id ? updated : open));
  store.notify({ kind: 'view', person });
  return updated;
}

export function refuseSubmission(
  store: WorkspaceStore,
  person: string,
  view: View,
  errors: Record<string, string>,
): void {
  view.errors = errors;
  store.notify({ kind: 'view', person });
}

/** Closes dialogs from the top until `keep` are left. */
export function closeViews(store: WorkspaceStore, person: string, keep: number): void {
  const stack = stackOf(store, person);
  const inputs = store.state.inputs[person];
  for (const { id } of stack.slice(keep)) delete inputs?.[id];
  store.state.dialogs[person] = stack.slice(0, keep);
  store.notify({ kind: 'view', person });
}

export function publishHome(store: WorkspaceStore, person: string, given: JsonObject): View {
  const id = store.state.homes[person]?.id ?? store.nextId('V');
  const view: View = {
    ...definition(store, given),
    id,
    hash: newHash(store),
    root_view_id: id,
    previous_view_id: null,
  };
  store.state.homes[person] = view;
  store.notify({ kind: 'home', person });
  return view;
}

/** Finds an open dialog or App Home by view id or external id, and its person. */
export function findView(
  store: WorkspaceStore,
  wanted: { id?: string; externalId?: string },
): { person: string; view: View } | undefined {
  const open = [
    ...Object.entries(store.state.dialogs),
    ...Object.entries(store.state.homes).map(([person, view]): [string, View[]] => [person, [view]]),
  ];
  for (const [person, views] of open) {
    const view = views.find(({ id, external_id }) =>
      wanted.id === undefined ? external_id !== '' && external_id === wanted.externalId : id === wanted.id,
    );
    if (view) return { person, view };
  }
  return undefined;
}

/** A view as in Slack's payloads and replies, with the person's inputs. */
export function viewObject(store: WorkspaceStore, person: string, view: View): JsonObject {
  const { app, people, team } = store.state;
  const { errors: _errors, blocks, ...rest } = view;
  const definition = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as JsonObject;
  return {
    title: null,
    submit: null,
    close: null,
    ...definition,
    team_id: (people.find(({ id }) => id === person)?.team ?? team).id,
    blocks: structuredClone(blocks),
    state: { values: stateValues(blocks, store.state.inputs[person]?.[view.id] ?? {}) },
    app_id: app.id,
    bot_id: app.botId,
    app_installed_team_id: installedIn(team),
  };
}

/** For each element type: its field in `state.values`, the field with its initial value, and its empty value. */
const holds: Record<string, { field: string; initial: string; empty: Json }> = {
  plain_text_input: { field: 'value', initial: 'initial_value', empty: null },
  number_input: { field: 'value', initial: 'initial_value', empty: null },
  email_text_input: { field: 'value', initial: 'initial_value', empty: null },
  url_text_input: { field: 'value', initial: 'initial_value', empty: null },
  static_select: { field: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { field: 'selected_option', initial: 'initial_option', empty: null },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', empty: null },
  users_select: { field: 'selected_user', initial: 'initial_user', empty: null },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation', empty: null },
  channels_select: { field: 'selected_channel', initial: 'initial_channel', empty: null },
  datepicker: { field: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { field: 'selected_time', initial: 'initial_time', empty: null },
  checkboxes: { field: 'selected_options', initial: 'initial_options', empty: [] },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', empty: [] },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time', empty: null },
  multi_conversations_select: { field: 'selected_conversations', initial: 'initial_conversations', empty: [] },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', empty: [] },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', empty: [] },
};

/** The field of an element's value, or undefined for elements without one (buttons, overflow). */
export function valueField(type: string): string | undefined {
  return holds[type]?.field;
}

/** An element's value before anyone changes it. */
export function initialValue(element: JsonObject & { type: string }): InputValue | undefined {
  const held = holds[element.type];
  return held && { type: element.type, [held.field]: element[held.initial] ?? held.empty };
}

/** `state.values`: the value of every element, with the person's changes. */
export function stateValues(blocks: readonly Block[], touched: InputValues): InputValues {
  const values: InputValues = {};
  for (const { block, element } of placedElements(blocks)) {
    const kept = touched[block.block_id]?.[element.action_id];
    const value = kept?.type === element.type ? kept : initialValue(element);
    if (value) values[block.block_id] = { ...values[block.block_id], [element.action_id]: value };
  }
  return values;
}

export function isEmptyValue(value: InputValue | undefined): boolean {
  const { type: _type, ...rest } = value ?? { type: '' };
  const [held] = Object.values(rest);
  return held === undefined || held === null || held === '' || (Array.isArray(held) && held.length === 0);
}

/** An interactive element and its block. */
export interface PlacedElement {
  block: Block;
  element: JsonObject & { type: string; action_id: string };
}

const holdsNothing = new Set(['plain_text', 'mrkdwn', 'image']);

function isElement(value: Json | undefined): value is PlacedElement['element'] {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof value.type === 'string' &&
    typeof value.action_id === 'string' &&
    !holdsNothing.has(value.type)
  );
}

/** All interactive elements of the blocks, in order. */
export function placedElements(blocks: readonly Block[]): PlacedElement[] {
  return blocks.flatMap((block) => {
    const elements = block.type === 'rich_text' || !Array.isArray(block.elements) ? [] : block.elements;
    return [block.accessory, block.element, ...elements].filter(isElement).map((element) => ({ block, element }));
  });
}
