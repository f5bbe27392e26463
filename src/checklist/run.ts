import type { PhrasingContent, RootContent } from 'mdast';

/** Someone in the installation. The name is kept because a mention by id alone would notify them at each posting. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** One posting of a checklist in a channel: a snapshot, so that editing the guide never changes it. */
export interface Run {
  /** The workspace, or the organisation for an org-wide install. */
  readonly installation: string;
  readonly id: string;
  readonly channel: string;
  /** The posted message; absent until the posting has succeeded. */
  readonly message?: string;
  readonly page: string;
  readonly title: string;
  readonly guideRevision: string;
  readonly items: readonly RunItem[];
  readonly postedBy: Person;
  readonly postedAt: Date;
  /** Which part of a long run the message shows, from 0. */
  readonly window: number;
  /** When the last open item was done; absent while one is open. */
  readonly completedAt?: Date;
  /** Raised by every change that the message must show. */
  readonly wantedVersion: number;
  /** The version that the message shows. A run is redrawn until both agree. */
  readonly drawnVersion: number;
  /** Whether the line about the completion has been said in the thread. */
  readonly completionSaid: boolean;
}

export interface RunItem {
  /** Unique in the run. */
  readonly id: string;
  readonly title: string;
  readonly titleContent: readonly PhrasingContent[];
  readonly detail: readonly RootContent[];
  readonly state: ItemState;
}

export type ItemState = { readonly kind: 'open' } | { readonly kind: 'done'; readonly by: Person; readonly at: Date };
