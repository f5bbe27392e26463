import type { Actor } from './act.js';
import type { SurfaceContext } from './blocks/surface-context.js';
import type { Desk } from './protocol.js';
import type { Place, Surface } from './requests.js';
import { placeKey, surfaceKey, type WindowState } from './window-state.js';

interface Parts {
  readonly desk: Desk;
  readonly surface: Surface;
  readonly state: WindowState;
  readonly act: Actor;
  readonly errors?: Readonly<Record<string, string>>;
  /** Where the same surface is drawn twice: ids on the page begin with it. */
  readonly scope?: string;
  submit?(): void;
}

/** Joins what the server knows of a message or dialog with what this window knows, for the drawing of its blocks. */
export function surfaceContext({ desk, surface, state, act, errors = {}, scope = '', submit }: Parts): SurfaceContext {
  const key = surfaceKey(surface);
  const nameOf = new Map([
    ...desk.people.map(({ id, realName }) => [id, realName] as const),
    [desk.app.botUserId, desk.app.name],
  ]);
  const draftKey = ({ blockId, actionId }: Place) => placeKey({ blockId, actionId });
  return {
    key: `e${scope}${key.replace(/\W/g, '-')}`,
    names: {
      person: (id) => nameOf.get(id),
      channel: (id) => desk.channels.find((channel) => channel.id === id)?.name,
      me: desk.person,
    },
    people: desk.people,
    channels: desk.channels,
    inputs: desk.inputs[key] ?? {},
    errors,
    isPending: (place) => state.pending.has(`${key} ${placeKey(place)}`),
    press: (place, confirm) => void act.press(surface, place, confirm),
    choose: (place, choice, confirm) => void act.choose(surface, place, choice, confirm),
    suggest: (place, query) => act.suggest(surface, place, query),
    pressed: (place) => state.pressed.get(`${key} ${draftKey(place)}`),
    keepPressed: (place, value) => state.pressed.set(`${key} ${draftKey(place)}`, value),
    draft: (place) => state.drafts.get(key)?.get(draftKey(place))?.text,
    type: (place, text) => {
      const drafts = state.drafts.get(key) ?? new Map<string, { place: Place; text: string }>();
      drafts.set(draftKey(place), { place: { blockId: place.blockId, actionId: place.actionId }, text });
      state.drafts.set(key, drafts);
    },
    ...(submit && { submit }),
  };
}
