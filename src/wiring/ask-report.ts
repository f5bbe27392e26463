import type { AskStore, StoredAsk } from '../asks/ask-log.js';
import { type AskReport, makeReport } from '../asks/report.js';
import { TermReader } from '../search/words/terms.js';

const DAY_MS = 24 * 3_600_000;

/** Of a busy installation, a report is about the newest: it is made while others wait for their answers. The command line has time. */
const MAX_EVENTS = 10_000;
export const MAX_EVENTS_OF_COMMAND = 200_000;

/** Makes the report of an installation for the authors of its guide. `off`: nothing is remembered. */
export function createReadReport({
  store,
  isOn,
  now,
}: {
  readonly store: Pick<AskStore, 'since'>;
  readonly isOn: boolean;
  readonly now: () => Date;
}): (installation: string, days: number) => Promise<AskReport | 'off'> {
  return async (installation, days) => {
    if (!isOn) return 'off';
    const to = now();
    const from = new Date(to.getTime() - days * DAY_MS);
    const events = await store.since(installation, from, MAX_EVENTS);
    return reportOf(events, (events.length === MAX_EVENTS && events[0]?.at) || from, to);
  };
}

/** Questions are alike if they have the same words as the search sees them. */
export function reportOf(events: readonly StoredAsk[], from: Date, to: Date): AskReport {
  const reader = new TermReader();
  return makeReport(events, { from, to, wordsOf: (text) => reader.read(text).terms });
}
