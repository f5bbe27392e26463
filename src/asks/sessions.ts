import type { AskEvent, JudgedEvent, OpenedEvent, Outcome, StoredAsk } from './ask-log.js';

/** A question with what its asker did with the answer. Without a question, somebody came by a list, Home or the search dialog. */
export interface Session {
  readonly person?: string;
  readonly question?: string;
  readonly outcome?: Outcome;
  readonly opened: readonly OpenedEvent[];
  readonly judged: readonly JudgedEvent[];
  /** The slugs of the pages that they saw, each once. */
  readonly seen: ReadonlySet<string>;
  /** Whether the last thing they did was to open the whole page. */
  readonly endsWithReading: boolean;
}

interface OpenSession extends Session {
  readonly opened: OpenedEvent[];
  readonly judged: JudgedEvent[];
  readonly seen: Set<string>;
  endsWithReading: boolean;
  at: number;
}

/** What somebody does later is about something else. */
const FOLLOWS_MS = 3_600_000;
/** Cards that somebody may go back to. */
const OPEN_SESSIONS = 10;

/** The sessions in a list of events, oldest first. What somebody does belongs to their last question with the same words, or to their last one. */
export function toSessions(events: readonly StoredAsk[]): readonly Session[] {
  const sessions: OpenSession[] = [];
  const latest = new Map<string, OpenSession[]>();
  for (const event of events) {
    const at = event.at.getTime();
    const own = event.person === undefined ? [] : (latest.get(event.person) ?? []);
    const known = event.kind === 'asked' ? undefined : findSession(own, event, at);
    const session = known ?? begin(event, at);
    if (known === undefined) sessions.push(session);
    session.at = at;
    add(session, event);
    if (event.person === undefined) continue;
    if (known === undefined) latest.set(event.person, [session, ...own.slice(0, OPEN_SESSIONS - 1)]);
    else latest.set(event.person, [session, ...own.filter((one) => one !== session)]);
  }
  return sessions;
}

function begin({ person }: AskEvent, at: number): OpenSession {
  return {
    ...(person !== undefined && { person }),
    opened: [],
    judged: [],
    seen: new Set(),
    endsWithReading: false,
    at,
  };
}

/** @param own of the person, the newest first */
function findSession(
  own: readonly OpenSession[],
  event: Exclude<AskEvent, { kind: 'asked' }>,
  at: number,
): OpenSession | undefined {
  const question = 'question' in event ? event.question : undefined;
  // A button has no room for a long question.
  const isIt = (one: OpenSession): boolean =>
    question === undefined ||
    one.question === question ||
    (question.length > 200 && !!one.question?.startsWith(question));
  return own.find((one) => at - one.at < FOLLOWS_MS && isIt(one));
}

function add(session: OpenSession, event: StoredAsk): void {
  session.endsWithReading = event.kind === 'read';
  switch (event.kind) {
    case 'asked':
      Object.assign(session, { question: event.question, outcome: event.outcome });
      if (event.outcome.kind === 'page') for (const page of event.outcome.pages) session.seen.add(page);
      break;
    case 'opened':
      session.opened.push(event);
      session.seen.add(event.page);
      break;
    case 'read':
      session.seen.add(event.page);
      break;
    case 'judged':
      session.judged.push(event);
  }
}
