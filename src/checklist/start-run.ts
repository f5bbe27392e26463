import type { Checklist, ChecklistItem, Page } from '../guide/page.js';
import { isComplete } from './progress.js';
import { LEAD, needsMore } from './rules.js';
import { isToken, type Person, type Role, type Run, type RunItem } from './run.js';
import type { NewItem, NewRun } from './run-store.js';
import { withParents } from './settle.js';
import { checkVariables, fillerOf, type Values, type VariableProblem, valuesOf, whyNotApplying } from './variables.js';

/** The version of a new run, which its first message shows. */
export const FIRST_VERSION = 1;

/** A new run without a message. Its items are open, but for those that start ticked: none that a rule asks more for than a press. */
export function startRun(run: NewRun): Run {
  const items = withParents(run.items.map((item) => firstState(item, run)));
  return {
    ...run,
    items,
    ...(isComplete({ items }) && { completedAt: run.postedAt }),
    wantedVersion: FIRST_VERSION,
    shownVersion: 0,
  };
}

function firstState({ checked, ...item }: NewItem, { postedBy: by, postedAt: at }: NewRun): RunItem {
  const isTicked = checked && item.doesNotApply === undefined && !needsMore(item);
  return {
    ...item,
    state: isTicked ? { kind: 'done', by, at } : { kind: 'open' },
    approvals: [],
    latestPress: {},
  };
}

export type Posting = Pick<
  NewRun,
  'installation' | 'id' | 'channel' | 'thread' | 'isPublic' | 'name' | 'guideRevision' | 'postedBy' | 'postedAt'
> & {
  /** The ids of the items to leave out, with their sub-items. */
  readonly leaveOut?: readonly string[];
  /** Who has which role. Who posts it leads it, unless somebody else does; a token leads nothing. */
  readonly holders?: Readonly<Record<string, Person>>;
  /** As people typed them; see `checkVariables`. */
  readonly variables?: Values;
};

/** A run to post, or what is wrong with the values of its variables. */
export type Prepared = { readonly run: NewRun } | { readonly problems: readonly VariableProblem[] };

/**
 * Takes a snapshot of a page's checklist for a run, which later edits of the page do not change: variables are filled in, conditions
 * decided, and due dates set from the moment of posting.
 */
export function newRunFrom(
  page: Pick<Page, 'slug'>,
  checklist: Checklist,
  { leaveOut = [], holders = {}, name, variables: given = {}, ...posting }: Posting,
): Prepared {
  const problems = checkVariables(checklist, given);
  if (problems.length > 0) return { problems };
  const variables = valuesOf(checklist, given);
  const filler = fillerOf(checklist, variables);
  const isLeftOut = ({ id, parent }: ChecklistItem): boolean =>
    leaveOut.includes(id) || (parent !== undefined && leaveOut.includes(parent));
  const kept = checklist.items.filter((item) => !isLeftOut(item));
  const conditionsOf = new Map(checklist.items.map(({ id, rules }) => [id, rules.conditions ?? []]));
  const run: NewRun = {
    ...posting,
    ...(name?.trim() ? { name: name.trim() } : {}),
    page: page.slug,
    checklist: checklist.id,
    title: filler.text(checklist.title),
    phases: checklist.phases
      .filter(({ id }) => kept.some(({ phase }) => phase === id))
      .map((phase) => ({ ...phase, title: filler.text(phase.title) })),
    items: kept.map((item) => {
      const inherited = item.parent === undefined ? [] : (conditionsOf.get(item.parent) ?? []);
      const doesNotApply = whyNotApplying([...inherited, ...(item.rules.conditions ?? [])], variables);
      return {
        ...filler.item(item),
        ...(doesNotApply === undefined ? dueOf(item, posting.postedAt) : { doesNotApply }),
      };
    }),
    variables,
    roles: rolesOf(checklist, isToken(posting.postedBy) ? holders : { [LEAD]: posting.postedBy, ...holders }),
    managedByAnyone: checklist.managedByAnyone,
    leftOut: checklist.items.filter(isLeftOut).map(({ title }) => filler.text(title)),
  };
  return { run };
}

function dueOf({ rules: { dueMinutes } }: ChecklistItem, postedAt: Date): Pick<NewItem, 'due'> {
  return dueMinutes === undefined ? {} : { due: new Date(postedAt.getTime() + dueMinutes * 60_000).toISOString() };
}

/** One of a page's checklists; the first if none is named. */
export function checklistOf({ checklists }: Pick<Page, 'checklists'>, id?: string): Checklist | undefined {
  return id === undefined ? checklists[0] : checklists.find((checklist) => checklist.id === id);
}

function rolesOf({ roles }: Checklist, holders: Readonly<Record<string, Person>>): Role[] {
  return [...new Set([LEAD, ...roles])].map((name) => {
    const holder = Object.hasOwn(holders, name) ? holders[name] : undefined;
    return { name, ...(holder && { holder }) };
  });
}
