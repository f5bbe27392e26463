import { isComplete, phaseProgress, progressOf, stepSeconds } from './progress.js';
import { approvalsOf } from './rules.js';
import type { Person, Run, RunEvent, RunItem } from './run.js';

/** A run as other programs read it: `schemas/run.schema.json` describes it. Times are ISO 8601 in UTC. */
export interface RunExport {
  readonly id: string;
  readonly page: string;
  readonly checklist: string | null;
  readonly title: string;
  readonly name: string | null;
  readonly channel: string;
  readonly state: 'open' | 'complete' | 'archived';
  readonly started: Signed;
  readonly completedAt: string | null;
  readonly archivedAt: string | null;
  readonly variables: Readonly<Record<string, string>>;
  readonly roles: readonly { readonly role: string; readonly holder: Person | null }[];
  readonly progress: { readonly done: number; readonly skipped: number; readonly open: number; readonly total: number };
  /** Items in no phase come first, in a phase without a title. */
  readonly phases: readonly PhaseExport[];
  /** Who opened the gate although items were open, oldest first. Those that were taken back are in the history only. */
  readonly bypasses: readonly BypassExport[];
  /** The titles of items that were left out at the start. */
  readonly leftOut: readonly string[];
  readonly history: readonly EventExport[];
}

export interface PhaseExport {
  readonly id: string | null;
  readonly title: string | null;
  readonly complete: boolean;
  readonly items: readonly ItemExport[];
}

export interface ItemExport {
  readonly id: string;
  readonly title: string;
  /** The item that it is a part of. */
  readonly parent: string | null;
  readonly state: 'open' | 'done' | 'skipped' | 'does not apply';
  readonly settled: Signed | null;
  /** Why it was skipped, or does not apply. */
  readonly reason: string | null;
  readonly evidence: string | null;
  readonly approvals: readonly (Signed & { readonly evidence: string | null })[];
  /** Seconds between the step that was settled before it, or the start, and this one. */
  readonly seconds: number | null;
  readonly optional: boolean;
  readonly assignee: Person | null;
  readonly due: string | null;
  readonly note: string | null;
  readonly addedBy: Person | null;
}

/** Without a phase, it is about the whole run. */
export interface BypassExport extends Signed {
  readonly phase: string | null;
  readonly reason: string;
}

interface Signed {
  readonly by: Person;
  readonly at: string;
}

export interface EventExport extends Signed {
  readonly event: string;
  readonly item: string | null;
  /** What was set, given or said. */
  readonly detail: string | null;
}

export function exportRun(run: Run, history: readonly RunEvent[]): RunExport {
  const { done, skipped, open, total } = progressOf(run);
  const seconds = stepSeconds(run);
  return {
    id: run.id,
    page: run.page,
    checklist: run.checklist ?? null,
    title: run.title,
    name: run.name ?? null,
    channel: run.channel,
    state: run.archivedAt ? 'archived' : isComplete(run) ? 'complete' : 'open',
    started: { by: person(run.postedBy), at: run.postedAt.toISOString() },
    completedAt: run.completedAt?.toISOString() ?? null,
    archivedAt: run.archivedAt?.toISOString() ?? null,
    variables: run.variables,
    roles: run.roles.map(({ name, holder }) => ({ role: name, holder: holder ? person(holder) : null })),
    progress: { done, skipped, open, total },
    phases: phaseProgress(run).map(({ phase, items, isComplete: complete }) => ({
      id: phase?.id ?? null,
      title: phase?.title ?? null,
      complete,
      items: items.map((item) => exportItem(item, seconds.get(item.id))),
    })),
    bypasses: (run.bypasses ?? []).map(({ at, by, phase, reason }) => ({
      ...{ phase: phase ?? null, by: person(by), at: at.toISOString(), reason },
    })),
    leftOut: run.leftOut,
    history: history.map(exportEvent),
  };
}

function exportItem(item: RunItem, seconds: number | undefined): ItemExport {
  const { state } = item;
  const reason = item.doesNotApply ?? (state.kind === 'skipped' ? state.reason : undefined);
  return {
    id: item.id,
    title: item.title,
    parent: item.parent ?? null,
    state: item.doesNotApply === undefined ? state.kind : 'does not apply',
    settled: state.kind === 'open' ? null : { by: person(state.by), at: state.at.toISOString() },
    reason: reason ?? null,
    evidence: (state.kind === 'done' ? state.evidence : undefined) ?? null,
    approvals: approvalsOf(item).map(({ by, at, evidence }) => ({
      by: person(by),
      at: at.toISOString(),
      evidence: evidence ?? null,
    })),
    seconds: seconds ?? null,
    optional: item.rules.optional === true,
    assignee: item.assignee ? person(item.assignee) : null,
    due: item.due ?? null,
    note: item.note ?? null,
    addedBy: item.addedBy ? person(item.addedBy) : null,
  };
}

function exportEvent(event: RunEvent): EventExport {
  return {
    event: event.kind,
    by: person(event.by),
    at: event.at.toISOString(),
    item: 'item' in event ? event.item : null,
    detail: detailOf(event),
  };
}

function detailOf(event: RunEvent): string | null {
  switch (event.kind) {
    case 'skipped':
      return event.reason;
    case 'bypassed':
      return event.phase === undefined ? event.reason : `${event.phase}: ${event.reason}`;
    case 'bypass withdrawn':
      return event.phase ?? null;
    case 'done':
    case 'approved':
      return event.evidence ?? null;
    case 'assigned':
      return event.to?.name ?? null;
    case 'role':
      return `${event.role}: ${event.to?.name ?? 'nobody'}`;
    case 'due':
      return event.due ?? null;
    case 'note':
      return event.note ?? null;
    default:
      return null;
  }
}

/** Only what is said of a person here: an assignee also has who assigned them. */
function person({ id, name }: Person): Person {
  return { id, name };
}

/** A run as a Markdown task list with who did what and when, for a ticket or a report. */
export function exportMarkdown(run: RunExport): string {
  const { done, skipped, total } = run.progress;
  const facts = [
    `${done} of ${total} done${skipped > 0 ? `, ${skipped} skipped` : ''}. Posted by ${markdownLine(run.started.by.name)} on ${utc(run.started.at)}.`,
    ...(run.completedAt ? [`Finished on ${utc(run.completedAt)}.`] : []),
  ];
  const roles = run.roles.flatMap(({ role, holder }) =>
    holder ? [`${markdownLine(role)}: ${markdownLine(holder.name)}`] : [],
  );
  const variables = Object.entries(run.variables).map(
    ([name, value]) => `${markdownLine(name)}: ${markdownLine(value)}`,
  );
  const listed = new Set<string>();
  return [
    `# ${markdownLine(run.name === null ? run.title : `${run.title} – ${run.name}`)}`,
    '',
    facts.join(' '),
    ...(roles.length > 0 ? ['', roles.join(' · ')] : []),
    ...(variables.length > 0 ? ['', variables.join(' · ')] : []),
    ...run.phases.flatMap(({ title, items }) => [
      '',
      ...(title === null ? [] : [`## ${markdownLine(title)}`, '']),
      ...items.map((item) => itemMarkdown(item, listed)),
    ]),
    ...run.bypasses.flatMap((bypass) => ['', bypassMarkdown(run, bypass)]),
    ...(run.leftOut.length > 0 ? ['', `Left out at the start: ${run.leftOut.map(markdownLine).join('; ')}.`] : []),
    '',
  ].join('\n');
}

function bypassMarkdown({ phases }: RunExport, { at, by, phase, reason }: BypassExport): string {
  const title = phases.find(({ id }) => id === phase)?.title ?? phase;
  return `Gate opened${phase === null ? '' : ` for ${markdownLine(title ?? '')}`} by ${markdownLine(by.name)} on ${utc(at)}: ${markdownLine(reason)}`;
}

function itemMarkdown(item: ItemExport, listed: Set<string>): string {
  listed.add(item.id);
  const by = item.settled ? `by ${markdownLine(item.settled.by.name)} on ${utc(item.settled.at)}` : '';
  const facts = [
    ...(item.state === 'done' ? [`done ${by}`] : []),
    ...(item.state === 'skipped' ? [`skipped ${by}: ${markdownLine(item.reason ?? '')}`] : []),
    ...(item.state === 'does not apply' ? [`does not apply: ${markdownLine(item.reason ?? '')}`] : []),
    ...(item.evidence === null ? [] : [`evidence: ${evidence(item.evidence)}`]),
    ...(item.approvals.length > 0
      ? [`approved by ${item.approvals.map((each) => `${markdownLine(each.by.name)} on ${utc(each.at)}`).join(', ')}`]
      : []),
    ...(item.state === 'open' && item.assignee ? [`assigned to ${markdownLine(item.assignee.name)}`] : []),
    ...(item.state === 'open' && item.due ? [`due ${item.due.length > 10 ? utc(item.due) : item.due}`] : []),
    ...(item.note === null ? [] : [`note: ${markdownLine(item.note)}`]),
    ...(item.addedBy ? [`added by ${markdownLine(item.addedBy.name)}`] : []),
  ];
  const title = markdownLine(item.title);
  const isStruck = item.state === 'skipped' || item.state === 'does not apply';
  const indent = item.parent !== null && listed.has(item.parent) ? '  ' : '';
  return `${indent}- [${item.state === 'open' ? ' ' : 'x'}] ${isStruck ? `~~${title}~~` : title}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`;
}

/** An address stays one that can be opened; angle brackets end it where it ends. */
function evidence(text: string): string {
  return /^https?:\/\/[^\s<>]+$/i.test(text) ? `<${text}>` : markdownLine(text);
}

function utc(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** What formats text in GitHub's Markdown. An underscore inside a word does not; "#" does at the end of a heading. */
const FORMATTING = /[\\`*[\]<>~|&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|#(?=#*$)/gu;

/** What a person wrote, on one line and escaped: it cannot begin a list, become a link or hide a part of the report. */
export function markdownLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(FORMATTING, '\\$&');
}
