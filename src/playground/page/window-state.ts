import type { Desk } from './protocol.js';
import type { Place, Surface } from './requests.js';

/** What only this window knows: what is under way, what failed, what was typed and not sent. */
export interface WindowState {
  readonly pending: Set<string>;
  /** What failed last, in words, by surface. */
  readonly failures: Map<string, string>;
  /** Text by surface and place. */
  readonly drafts: Map<string, Map<string, { readonly place: Place; readonly text: string }>>;
  /** Raised to draw a surface again as it is, by surface: a choice that was taken back leaves no other trace. */
  readonly drawings: Map<string, number>;
  /** Which of an element's buttons stays pressed, by surface and place: the app is told of the press, not of that. */
  readonly pressed: Map<string, string>;
}

export function windowState(): WindowState {
  return {
    pending: new Set(),
    failures: new Map(),
    drafts: new Map(),
    drawings: new Map(),
    pressed: new Map(),
  };
}

export function surfaceKey(surface: Surface): string {
  return surface.kind === 'message' ? `${surface.channel}/${surface.ts}` : surface.id;
}

export function placeKey({ blockId, actionId, value = '' }: Place): string {
  return JSON.stringify([blockId, actionId, value]);
}

/** Everything of a surface that may change while its blocks stay the same: it is drawn again when this changes. */
export function surfaceSignature(desk: Desk, state: WindowState, key: string): unknown[] {
  return [
    desk.inputs[key],
    [...state.pending].filter((mark) => mark.startsWith(`${key} `)),
    state.failures.get(key),
    state.drawings.get(key),
    [...state.pressed].filter(([name]) => name.startsWith(`${key} `)),
  ];
}
