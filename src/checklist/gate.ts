import type { Phase } from '../guide/page.js';
import { holdingUp, isSettled, type PhaseProgress, phaseProgress } from './progress.js';
import type { NamedItem } from './refusal.js';
import type { Bypass, Run } from './run.js';

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
export function phasesNamed({ phases }: Pick<Run, 'phases'>, name: string): Phase[] {
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
