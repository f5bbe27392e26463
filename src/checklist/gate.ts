import type { Phase } from '../guide/page.js';
import type { ChangedRun } from './change-item.js';
import type { NamedItem, Refusal } from './errors.js';
import { holdingUp, isSettled, type PhaseProgress, phaseProgress } from './progress.js';
import { holderOf, LEAD, whyFrozen } from './rules.js';
import type { Bypass, Person, Run, RunEvent } from './run.js';

/** What a deployment asks a run: may it go on? */
export interface Gate {
  /** `complete`: nothing that was asked about holds it up, or somebody opened the gate; then `bypass` says who. */
  readonly state: GateState;
  /** The phase that was asked about, or all of them, in the order of the run; first the items in none, with an empty id and title. */
  readonly phases: readonly GatePhase[];
  /** Who opened the gate. Only if it is complete for no other reason. */
  readonly bypass?: Bypass;
}

export type GateState = 'open' | 'complete';

export interface GatePhase extends Phase {
  /** By its items alone: a bypass does not settle them. */
  readonly state: GateState;
  /** What holds the phase up. Optional items do not, unless it has no others. */
  readonly open: readonly NamedItem[];
}

/** The run has no items in a phase of this name, so nothing can be said about it. `known`: the phases that it has. */
export interface UnknownPhase {
  readonly kind: 'unknown-phase';
  readonly known: readonly Phase[];
}

type GateRun = Pick<Run, 'archivedAt' | 'bypasses' | 'items' | 'phases'>;

/**
 * Whether a deployment may go on. A phase never waits for another one. Anything doubtful is `open` or unknown, never `complete`: a run
 * without items, a phase without items, and an archived run with open items, also if somebody opened its gate before.
 * @param phase the id or the title of the phase that decides, in upper or lower case. If several have this name, all of them do
 */
export function gateOf(run: GateRun, phase?: string): Gate | UnknownPhase {
  const parts = phaseProgress(run);
  if (phase === undefined) {
    return gate(run, {
      parts,
      open: holdingUp(run).filter((item) => !isSettled(item)),
      isEmpty: run.items.length === 0,
    });
  }
  const named = new Set(phasesNamed(run, phase));
  const asked = parts.filter((part) => part.phase !== undefined && named.has(part.phase));
  if (asked.length === 0) return { kind: 'unknown-phase', known: parts.flatMap((part) => part.phase ?? []) };
  return gate(run, { parts: asked, open: asked.flatMap(openIn), isEmpty: false });
}

/** The phases whose id or title this is, in upper or lower case. */
function phasesNamed({ phases }: Pick<Run, 'phases'>, name: string): Phase[] {
  const wanted = comparable(name);
  return phases.filter(({ id, title }) => comparable(id) === wanted || comparable(title) === wanted);
}

function comparable(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}

type OpenItem = NamedItem & { readonly phase?: string };

function gate(
  { archivedAt, bypasses = [] }: GateRun,
  { parts, open, isEmpty }: { parts: readonly PhaseProgress[]; open: readonly OpenItem[]; isEmpty: boolean },
): Gate {
  const standing = archivedAt === undefined ? bypasses : [];
  const covering = open.map((item) => standing.find((each) => each.phase === undefined || each.phase === item.phase));
  const bypass = covering.find((each) => each !== undefined);
  const isBypassed = bypass !== undefined && covering.every((each) => each !== undefined);
  return {
    state: !isEmpty && (open.length === 0 || isBypassed) ? 'complete' : 'open',
    phases: parts.map((part) => ({
      id: part.phase?.id ?? '',
      title: part.phase?.title ?? '',
      state: part.isComplete ? 'complete' : 'open',
      open: openIn(part).map(({ id, title }) => ({ id, title })),
    })),
    ...(isBypassed && { bypass }),
  };
}

function openIn(part: PhaseProgress): OpenItem[] {
  return holdingUp(part).filter((item) => !isSettled(item));
}

/** Characters of a reason. */
export const MAX_REASON = 500;

export interface OpeningGate {
  readonly by: Person;
  readonly at: Date;
  readonly reason: string;
  /** The id or the title of a phase, as for `gateOf`. Without one, the whole run. */
  readonly phase?: string;
  /** Whether it was checked elsewhere that they may: a token of the API says so itself. */
  readonly isAllowed?: true;
}

/** Whether a person may open the gate of a run: who leads it, or who started it while nobody leads it. */
export function mayBypass(run: Pick<Run, 'postedBy' | 'roles'>, { id }: Person): boolean {
  return (holderOf(run, LEAD) ?? run.postedBy).id === id;
}

/**
 * The run with its gate opened although items are open: see `gateOf`. It stays open until somebody closes it or the run is archived. What
 * is open already by a bypass stays as it is, so a repeat changes nothing.
 */
export function withBypass(run: Run, { by, at, reason, phase: name, isAllowed }: OpeningGate): ChangedRun {
  const phases = name === undefined ? [undefined] : phasesNamed(run, name);
  const before = run.bypasses ?? [];
  const isOpen = (phase: Phase | undefined): boolean => before.some((each) => covers(each, phase));
  const refused =
    whyFrozen(run) ??
    whyNotBypassed(run, by, isAllowed) ??
    whyNotReason(reason) ??
    (phases.length === 0 ? { kind: 'unknown-phase', known: run.phases } : undefined) ??
    (phases.every(isOpen) || hasOpenItems(run, name) ? undefined : { kind: 'nothing-open' });
  if (refused) return { ...untouched(run), refused };
  const bypasses = phases
    .filter((phase) => !isOpen(phase))
    .map((phase): Bypass => ({ by, at, reason: reason.trim(), ...(phase && { phase: phase.id }) }));
  return recorded(
    { ...run, bypasses: [...before, ...bypasses] },
    bypasses.map((bypass): RunEvent => ({ kind: 'bypassed', ...bypass })),
  );
}

/** Why this person may not open the gate, before they are asked for a reason. */
export function whyNotBypassed(run: Run, by: Person, isAllowed?: true): Refusal | undefined {
  return isAllowed || mayBypass(run, by) ? undefined : { kind: 'not-yours-to-bypass' };
}

function whyNotReason(reason: string): Refusal | undefined {
  if (reason.trim() === '') return { kind: 'needs-reason' };
  return reason.trim().length > MAX_REASON ? { kind: 'reason-too-long', max: MAX_REASON } : undefined;
}

function covers({ phase: own }: Bypass, phase: Phase | undefined): boolean {
  return own === undefined || own === phase?.id;
}

function hasOpenItems({ bypasses: _, ...run }: Run, phase: string | undefined): boolean {
  const gate = gateOf(run, phase);
  return 'kind' in gate || gate.state === 'open';
}

export interface ClosingGate {
  readonly by: Person;
  readonly at: Date;
  /** When the bypass was given that is taken back, so that a late repeat does not take back another one. */
  readonly given: Date;
}

/** The run without a bypass. Anyone may do so: nothing is let through by it. One that is gone is no error. */
export function withoutBypass(run: Run, { by, at, given }: ClosingGate): ChangedRun {
  const before = run.bypasses ?? [];
  const isTaken = (bypass: Bypass): boolean => bypass.at.getTime() === given.getTime();
  const taken = before.filter(isTaken);
  if (taken.length === 0) return untouched(run);
  const refused = whyFrozen(run);
  if (refused) return { ...untouched(run), refused };
  return recorded(
    { ...run, bypasses: before.filter((each) => !isTaken(each)) },
    taken.map(({ phase }): RunEvent => ({ kind: 'bypass withdrawn', by, at, ...(phase !== undefined && { phase }) })),
  );
}

function untouched(run: Run): ChangedRun {
  return { run, changed: false, applied: false, records: [] };
}

function recorded(run: Run, events: readonly RunEvent[]): ChangedRun {
  if (events.length === 0) return untouched(run);
  const { undeliverableReason: _, ...rest } = run;
  const records = events.map((event, index) => ({ version: run.wantedVersion + 1 + index, event }));
  return {
    run: { ...rest, wantedVersion: run.wantedVersion + events.length },
    changed: true,
    applied: true,
    records,
  };
}
