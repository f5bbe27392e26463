/** The gate of a run as the server's API answers. */
export interface GateAnswer {
  readonly run: {
    readonly id: string;
    /** The message in Slack; null until it is posted. */
    readonly url: string | null;
    readonly title: string;
    readonly name: string | null;
  };
  /** `complete`: a deployment may go on. */
  readonly state: 'open' | 'complete';
  readonly phases: readonly GateAnswerPhase[];
  /** Who opened the gate although items are open. */
  readonly bypass: {
    readonly by: string;
    readonly at: string;
    readonly reason: string;
    readonly phase: string | null;
  } | null;
}

export interface GateAnswerPhase {
  readonly id: string;
  readonly title: string;
  readonly state: 'open' | 'complete';
  readonly open: readonly { readonly id: string; readonly title: string }[];
}

/** A run in a list of the API: what is needed to choose one. */
export interface ListedRun {
  readonly id: string;
  readonly state: 'open' | 'complete' | 'archived';
  readonly startedAt: string;
}

/**
 * Reads an answer of the API. Only what says so completely and without a contradiction counts as complete; undefined for anything else, such
 * as the page of a proxy or the gate of another run.
 */
export function readGate(
  value: unknown,
  asked: { readonly run: string; readonly phase?: string },
): GateAnswer | undefined {
  const { bypass, phases, run, state } = objectOf(value);
  const { id, name = null, title, url = null } = objectOf(run);
  if (id !== asked.run || !isText(title) || !isTextOrNull(name) || !isTextOrNull(url)) return undefined;
  const read = Array.isArray(phases) ? phases.map(readPhase) : [undefined];
  if (!isState(state) || read.some((phase) => phase === undefined)) return undefined;
  const parts = read as GateAnswerPhase[];
  const given = bypass === null || bypass === undefined ? null : readBypass(bypass);
  if (given === undefined || parts.length === 0) return undefined;
  const isContradiction = state === 'complete' && given === null && asked.phase !== undefined && parts.some(isOpen);
  if (isContradiction) return undefined;
  return { run: { id, url, title, name }, state, phases: parts, bypass: given };
}

function isOpen({ open, state }: GateAnswerPhase): boolean {
  return state === 'open' || open.length > 0;
}

function readPhase(value: unknown): GateAnswerPhase | undefined {
  const { id, open, state, title } = objectOf(value);
  if (!isText(id) || !isText(title) || !isState(state) || !Array.isArray(open)) return undefined;
  const items = open.map(objectOf);
  if (!items.every((item): item is { id: string; title: string } => isText(item.id) && isText(item.title)))
    return undefined;
  return { id, title, state, open: items.map((item) => ({ id: item.id, title: item.title })) };
}

function readBypass(value: unknown): NonNullable<GateAnswer['bypass']> | undefined {
  const { at, by, phase = null, reason } = objectOf(value);
  const name = isText(by) ? by : objectOf(by).name;
  return isText(name) && isText(at) && isText(reason) && isTextOrNull(phase)
    ? { by: name, at, reason, phase }
    : undefined;
}

/** The runs of a list, newest first; undefined if it is no such list. */
export function readRuns(value: unknown): ListedRun[] | undefined {
  const { runs } = objectOf(value);
  if (!Array.isArray(runs)) return undefined;
  const read = runs.map((run): ListedRun | undefined => {
    const { id, startedAt = '', state } = objectOf(run);
    const isKnown = state === 'open' || state === 'complete' || state === 'archived';
    return isText(id) && isKnown && isText(startedAt) ? { id, startedAt, state } : undefined;
  });
  return read.includes(undefined) ? undefined : (read as ListedRun[]);
}

/** The newest open run; without one the newest complete one, then the newest archived one. The list has the newest first. */
export function chooseRun(runs: readonly ListedRun[]): ListedRun | undefined {
  const ofState = (wanted: ListedRun['state']): ListedRun | undefined => runs.find(({ state }) => state === wanted);
  return ofState('open') ?? ofState('complete') ?? ofState('archived');
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isState(value: unknown): value is 'open' | 'complete' {
  return value === 'open' || value === 'complete';
}
