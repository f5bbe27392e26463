import type { Run } from './run.js';

/** A run's place in a list that has the newest first, to go on after it: see `RunSearch.before`. Runs of the same moment are told apart by their ids. */
export function placeOf({ id, postedAt }: Pick<Run, 'id' | 'postedAt'>): string {
  return `${postedAt.getTime()}.${id}`;
}

/** Reads a place back; undefined for a text that is none. */
export function readPlace(place: string | undefined): { readonly id: string; readonly postedAt: Date } | undefined {
  const [, ms, id] = /^(\d{1,15})\.(.+)$/s.exec(place ?? '') ?? [];
  return ms === undefined || id === undefined ? undefined : { id, postedAt: new Date(Number(ms)) };
}
