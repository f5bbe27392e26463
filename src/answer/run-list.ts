import type { Run } from '../checklist/run.js';
import { placeOf, type WhichRuns } from '../checklist/run-store.js';
import type { FindRuns, Where } from './sources.js';

/** What a list of a channel's runs was asked for. */
export interface RunsWanted {
  /** Words of their names and titles. */
  readonly text?: string | undefined;
  /** Only those that are archived. */
  readonly archived?: boolean | undefined;
  /** Where to go on: by `positionAfter` or `positionInGuide`. From the beginning without it. */
  readonly from?: string | undefined;
}

/** A part of the list. */
export interface ListedRuns {
  /** First the open ones, then the finished ones, then the archived ones; the newest of each first. */
  readonly runs: readonly Run[];
  /** Whether there are more of them after these. */
  readonly more: boolean;
}

/** More do not fit a message. */
const PER_PART = 8;

/**
 * A part of a channel's runs: the open and the finished ones; the archived ones too where somebody looks for a name, because nobody who does so
 * remembers what became of it.
 */
export async function listRuns(
  findRuns: FindRuns,
  { installation, channel }: Where,
  { text, archived = false, from }: RunsWanted,
): Promise<ListedRuns | 'unreadable'> {
  if (guideRowsBefore(from) > 0) return { runs: [], more: false };
  const start = readPosition(from);
  const all: readonly WhichRuns[] = archived ? ['archived'] : text ? KINDS : ['open', 'finished'];
  const kinds = all.slice(start === undefined ? 0 : Math.max(0, all.indexOf(start.which)));
  const runs: Run[] = [];
  for (const which of kinds) {
    // One more than fits shows that there are more.
    const limit = PER_PART + 1 - runs.length;
    if (limit <= 0) break;
    const before = which === start?.which ? start.before : undefined;
    const found = await findRuns({
      installation,
      channel,
      which,
      limit,
      ...(text && { text }),
      ...(before && { before }),
    });
    if (found === 'unreadable') return found;
    runs.push(...found);
  }
  return { runs: runs.slice(0, PER_PART), more: runs.length > PER_PART };
}

const KINDS: readonly WhichRuns[] = ['open', 'finished', 'archived'];

export function kindOf({ archivedAt, completedAt }: Pick<Run, 'archivedAt' | 'completedAt'>): WhichRuns {
  if (archivedAt !== undefined) return 'archived';
  return completedAt === undefined ? 'open' : 'finished';
}

/** Where the list goes on after a run. */
export function positionAfter(run: Run): string {
  return `${kindOf(run)}.${placeOf(run)}`;
}

/** Where it goes on after so many of the guide's checklists, which come after the runs. */
export function positionInGuide(rows: number): string {
  return `guide.${rows}`;
}

/** How many of the guide's checklists come before a position. */
export function guideRowsBefore(position: string | undefined): number {
  return Number(/^guide\.(\d{1,6})$/.exec(position ?? '')?.[1] ?? 0);
}

/** From the beginning for a text that is no position. */
function readPosition(position: string | undefined): { which: WhichRuns; before: string } | undefined {
  const [, which, before] = /^(open|finished|archived)\.(.+)$/s.exec(position ?? '') ?? [];
  return which === undefined || before === undefined ? undefined : { which: which as WhichRuns, before };
}
