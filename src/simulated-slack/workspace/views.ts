import { counts } from '../limits/numbers.js';
import type { Block, JsonObject, View } from './state.js';
import type { WorkspaceStore } from './workspace-store.js';

function newHash(store: WorkspaceStore): string {
  return `${Math.floor(store.now() / 1000)}.${store.nextId('h')}`;
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

/** Opens a dialog on top of the person's stack. @returns undefined where three are open already */
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

/** Puts a new definition in place of an open dialog; what was typed stays where block_id and action_id stay. */
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

/** Takes dialogs off the top until `keep` are left. */
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

/** An open dialog by its view id or external id, and whose it is. */
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
