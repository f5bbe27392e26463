import { type ChangedRun, newestPress } from './change-item.js';
import { LEAD, mayManage, whyFrozen } from './rules.js';
import type { Person, Role, Run, RunEvent, RunItem } from './run.js';

/** The most items of a run that items can be added to. */
export const MAX_ITEMS = 500;
/** Characters of the title of an added item. */
export const MAX_TITLE = 300;

/** Who changes a run, and when. `sequence`: see `ItemPress`. */
export interface RunPress {
  readonly by: Person;
  readonly at: Date;
  readonly sequence?: number;
}

export interface AddedItem extends Omit<RunPress, 'sequence'> {
  /** Chosen by the caller, so that a repeat adds nothing more. */
  readonly id: string;
  /** One line of plain text. */
  readonly title: string;
  /** The id of the phase that it comes at the end of; without one it comes at the end of the run, in its last phase. */
  readonly phase?: string;
}

/**
 * The run with one more item, which is not in the guide. It has no rules, and a complete run is open again with it. The item is there
 * once, however often it is added.
 * @throws RangeError for a title that is blank or longer than `MAX_TITLE`, a phase that the run does not have, or an invalid time
 */
export function withItem(run: Run, { id, title, phase: wanted, by, at }: AddedItem): ChangedRun {
  const text = title.trim();
  if (text === '' || text.length > MAX_TITLE) throw new RangeError(`A title has 1 to ${MAX_TITLE} characters`);
  if (wanted !== undefined && !run.phases.some((phase) => phase.id === wanted))
    throw new RangeError(`Run ${run.id} has no phase ${wanted}`);
  if (Number.isNaN(at.getTime())) throw new RangeError('The time of a press is not a valid date');
  if (run.items.some((item) => item.id === id)) return untouched(run);
  if (run.items.length >= MAX_ITEMS) return { ...untouched(run), refused: { kind: 'too-many-items', max: MAX_ITEMS } };
  const refused = whyFrozen(run);
  if (refused) return { ...untouched(run), refused };
  const phase = wanted ?? run.items.at(-1)?.phase;
  const item: RunItem = {
    id,
    title: text,
    titleContent: [{ type: 'text', value: text }],
    detail: [],
    ...(phase !== undefined && { phase }),
    rules: {},
    addedBy: by,
    state: { kind: 'open' },
    approvals: [],
    latestPress: {},
  };
  const { completedAt: _, undeliverableReason: __, ...open } = run;
  return recorded(
    { ...open, items: run.items.toSpliced(placeFor(run, phase), 0, item) },
    { by, at, kind: 'added', item: id },
  );
}

/** After the last item of the phase; where its first item would be if it has none. */
function placeFor({ items, phases }: Run, phase: string | undefined): number {
  const upTo = new Set(phases.slice(0, phases.findIndex(({ id }) => id === phase) + 1).map(({ id }) => id));
  if (phase === undefined) return items.length;
  return items.findLastIndex((item) => item.phase === undefined || upTo.has(item.phase)) + 1;
}

export interface RoleChange extends RunPress {
  readonly role: string;
  /** Without one, nobody has the role any more. */
  readonly to: Person | undefined;
  /** A note for the next person. It is posted in the thread. */
  readonly note?: string;
}

/**
 * The run with a role handed over: anyone may do so. A press that is not newer than the latest one about this role changes nothing.
 * @throws RangeError for a role that the run does not have
 */
export function withRole(run: Run, { role: name, to, by, at, ...press }: RoleChange): ChangedRun {
  const before = run.roles.find((role) => role.name === name) ?? (name === LEAD ? { name } : undefined);
  if (before === undefined) throw new RangeError(`Run ${run.id} has no role ${name}`);
  const sequence = press.sequence ?? newestPress(run) + 1;
  if (sequence <= (before.latestPress ?? 0)) return untouched(run);
  const isSame = before.holder?.id === to?.id;
  const refused = isSame ? undefined : whyFrozen(run);
  if (refused) return { ...untouched(run), refused };
  const holder = to && { id: to.id, name: to.name };
  const after: Role = {
    name,
    ...(isSame ? before.holder && { holder: before.holder } : holder && { holder }),
    latestPress: sequence,
  };
  const roles = run.roles.includes(before)
    ? run.roles.map((role) => (role === before ? after : role))
    : [after, ...run.roles];
  if (isSame) return { ...untouched({ ...run, roles }), applied: true };
  const { undeliverableReason: _, ...rest } = run;
  return recorded({ ...rest, roles }, { by, at, kind: 'role', role: name, ...(holder && { to: holder }) });
}

/** The run put away, by who may: see `mayManage`. */
export function archived(run: Run, { by, at }: RunPress): ChangedRun {
  if (run.archivedAt !== undefined) return untouched(run);
  if (!mayManage(run, by)) return { ...untouched(run), refused: { kind: 'not-yours-to-archive' } };
  return recorded({ ...run, archivedAt: at, archivedBy: by }, { by, at, kind: 'archived' });
}

/** The run brought back. Anyone may do so: nothing is lost by it. A gate that was opened before is closed. */
export function unarchived(run: Run, { by, at }: RunPress): ChangedRun {
  if (run.archivedAt === undefined) return untouched(run);
  const { archivedAt: _, archivedBy: __, bypasses: ___, undeliverableReason: ____, ...rest } = run;
  return recorded(rest, { by, at, kind: 'unarchived' });
}

function untouched(run: Run): ChangedRun {
  return { run, changed: false, applied: false, records: [] };
}

function recorded(run: Run, event: RunEvent): ChangedRun {
  const version = run.wantedVersion + 1;
  return { run: { ...run, wantedVersion: version }, changed: true, applied: true, records: [{ version, event }] };
}
