import type { ApiRoute } from './call.js';
import { askGate, bypassGate } from './calls/gate.js';
import { exportOneRun, listRuns, showRun } from './calls/read-run.js';
import { setItem } from './calls/set-item.js';
import { startRun } from './calls/start-run.js';

/** Every call of the API, below `/api/v1`. `openapi.ts` describes the same; a test compares the two. */
export const routes: readonly ApiRoute[] = [
  { method: 'GET', path: '/runs', query: ['page', 'name', 'channel', 'checklist', 'state', 'limit'], handle: listRuns },
  { method: 'POST', path: '/runs', may: 'start', handle: startRun },
  { method: 'GET', path: '/runs/{run}', handle: showRun },
  { method: 'POST', path: '/runs/{run}/items/{item}', may: 'tick', handle: setItem },
  { method: 'GET', path: '/runs/{run}/export', query: ['format'], handle: exportOneRun },
  { method: 'GET', path: '/runs/{run}/gate', may: 'gate', query: ['phase'], handle: askGate },
  { method: 'POST', path: '/runs/{run}/bypass', may: 'bypass', handle: bypassGate },
];

export interface MatchedRoute {
  readonly route: ApiRoute;
  /** The parts of the path in braces, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** The routes of a path, one for each method; none if there is no such path, or a part of it cannot be decoded. */
export function routesOf(path: string): MatchedRoute[] {
  const parts = path.split('/');
  return routes.flatMap((route) => {
    const params = match(route.path.split('/'), parts);
    return params === undefined ? [] : [{ route, params }];
  });
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const part = parts[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(wanted)?.[1];
    if (name === undefined) {
      if (part !== wanted) return undefined;
      continue;
    }
    const value = decode(part);
    if (value === undefined || value === '') return undefined;
    params[name] = value;
  }
  return params;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
