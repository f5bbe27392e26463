import type { Checklist, ChecklistItem, Page } from '../guide/page.js';
import type { Person, Role, Run, RunItem } from './run.js';
import type { NewItem, NewRun } from './run-store.js';

/** The version of a new run, which its first message shows. */
export const FIRST_VERSION = 1;

/** A new run without a message. Its items are open, but for those that start ticked. */
export function startRun(run: NewRun): Run {
  return {
    ...run,
    items: run.items.map((item) => firstState(item, run)),
    window: 'first-open',
    wantedVersion: FIRST_VERSION,
    shownVersion: 0,
  };
}

function firstState({ checked, ...item }: NewItem, { postedBy: by, postedAt: at }: NewRun): RunItem {
  return {
    ...item,
    state: checked ? { kind: 'done', by, at } : { kind: 'open' },
    approvals: [],
    latestPress: {},
  };
}

/** The role of the person who leads a run. Every run has it. */
export const LEAD = 'lead';

export type Posting = Pick<
  NewRun,
  'installation' | 'id' | 'channel' | 'thread' | 'isPublic' | 'name' | 'guideRevision' | 'postedBy' | 'postedAt'
> & {
  /** The ids of the items to leave out. */
  readonly leaveOut?: readonly string[];
  /** Who has which role. Who posts it leads it, unless somebody else does. */
  readonly holders?: Readonly<Record<string, Person>>;
};

/** Takes a snapshot of a page's checklist for a run, which later edits of the page do not change. */
export function newRunFrom(
  page: Pick<Page, 'slug'>,
  checklist: Checklist,
  { leaveOut = [], holders = {}, name, ...posting }: Posting,
): NewRun {
  const isLeftOut = ({ id, parent }: ChecklistItem): boolean =>
    leaveOut.includes(id) || (parent !== undefined && leaveOut.includes(parent));
  const kept = checklist.items.filter((item) => !isLeftOut(item));
  return {
    ...posting,
    ...(name?.trim() ? { name: name.trim() } : {}),
    page: page.slug,
    checklist: checklist.id,
    title: checklist.title,
    phases: checklist.phases.filter(({ id }) => kept.some(({ phase }) => phase === id)),
    items: kept,
    variables: {},
    roles: rolesOf(checklist, { [LEAD]: posting.postedBy, ...holders }),
    managedByAnyone: checklist.managedByAnyone,
    leftOut: checklist.items.filter(isLeftOut).map(({ title }) => title),
  };
}

/** One of a page's checklists; the first if none is named. */
export function checklistOf({ checklists }: Pick<Page, 'checklists'>, id?: string): Checklist | undefined {
  return id === undefined ? checklists[0] : checklists.find((checklist) => checklist.id === id);
}

function rolesOf({ roles }: Checklist, holders: Readonly<Record<string, Person>>): Role[] {
  return [...new Set([LEAD, ...roles])].map((name) => ({ name, ...(holders[name] && { holder: holders[name] }) }));
}
