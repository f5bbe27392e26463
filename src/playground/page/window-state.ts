import type { Place, Surface } from './protocol.js';

/** What only this window knows: what is under way, what failed, what was typed and not sent. */
export interface WindowState {
  readonly pending: Set<string>;
  /** What failed last, in words, by surface. */
  readonly failures: Map<string, string>;
  /** Text by surface and place. */
  readonly drafts: Map<string, Map<string, { readonly place: Place; readonly text: string }>>;
  /** Raised to draw a surface again as it is, by surface: a choice that was taken back leaves no other trace. */
  readonly drawings: Map<string, number>;
  /** Threads whose replies are folded away. */
  readonly foldedThreads: Set<string>;
}

export const windowState = (): WindowState => ({
  pending: new Set(),
  failures: new Map(),
  drafts: new Map(),
  drawings: new Map(),
  foldedThreads: new Set(),
});

export const surfaceKey = (surface: Surface): string =>
  surface.kind === 'dialog' ? surface.id : `${surface.channel}/${surface.ts}`;

export const placeKey = ({ blockId, actionId, value = '' }: Place): string =>
  JSON.stringify([blockId, actionId, value]);
