import type { Day } from '../guide/dates.js';
import type { LastLook } from '../guide/freshness.js';
import type { OneTimeStore } from '../outbox/one-time-sender.js';

/** Who is asked about a page: a person by a direct message, a channel by a message that everyone sees. */
export interface AskedOwner {
  readonly kind: 'person' | 'channel';
  readonly installation: string;
  readonly id: string;
}

/** What the message about a page says. */
export interface PageQuestion {
  readonly slug: string;
  readonly title: string;
  /** Path inside the guide's folder. */
  readonly file: string;
  readonly last: LastLook;
  /** User groups that look after the page, too, to be named in the message to a channel. */
  readonly groups: readonly string[];
  /** How often it was read lately, where that is counted. */
  readonly reads?: number;
}

/** A page that is to be checked again, with those who can be asked. */
export interface DuePage extends PageQuestion {
  readonly owners: readonly AskedOwner[];
}

/** One message to one owner. It is sent once: if a reply was lost, nobody can look for it in a direct message. */
export interface ReviewMessage {
  readonly installation: string;
  /** The id of the person or the channel. */
  readonly person: string;
  /** Unique for them. */
  readonly id: string;
  readonly question: PageQuestion;
}

/** A page that somebody answered about. */
export interface ReviewedPage {
  readonly installation: string;
  readonly slug: string;
}

/** What owners were asked about their pages, and what they said; shared by all processes. All times are the database's. */
export interface ReviewStore extends OneTimeStore<ReviewMessage> {
  /**
   * Writes a message to each owner of the first of these pages that were not asked about lately, so that no more than `perWeek` pages are asked about in
   * seven days. Asking again, from this process or another, writes nothing.
   * @param pages all of one installation, the most urgent first
   * @returns how many pages were asked about
   */
  ask(installation: string, pages: readonly DuePage[], perWeek: number): Promise<number>;
  /** Somebody says that a page is right: it counts as checked on this day. An earlier day than the known one changes nothing. */
  keep(page: ReviewedPage, day: Day, by: string): Promise<void>;
  /** The page is not asked about for this long. */
  snooze(page: ReviewedPage, forMs: number): Promise<void>;
  /** The days on which pages were said to be right, by slug. Where several installations have one, the latest. */
  days(installations: readonly string[]): Promise<ReadonlyMap<string, Day>>;
}
