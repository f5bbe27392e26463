import type { Team } from './state.js';

/** What payloads say of the workspace's organisation, and whether the app is installed there as a whole. */
export function orgOf({ org }: Team): { id: string | null; name: string | null; isInstalled: boolean } {
  return {
    id: org?.id ?? null,
    name: org?.name ?? null,
    isInstalled: org?.isInstalled ?? false,
  };
}
