import type { AppManifest } from './app-manifest.js';
import type { ApiCall, AppRequest, JournalEntry, ResponseCall } from './delivery/journal-entry.js';
import type { Outcome } from './people/outcome.js';
import type { Workspace } from './people/workspace.js';
import type { Trouble } from './web-api/trouble.js';
import type { JsonObject, WorkspaceState } from './workspace/state.js';

export interface SimulatedSlackOptions {
  signingSecret: string;
  botToken: string;
  /** Where signed requests go: the app's `/slack/events`. May be set later by `deliverTo`. */
  eventsUrl?: string;
  /** 0 (the default) takes any free port. */
  port?: number;
  /** Where it can be reached from a browser or container; default `http://127.0.0.1:PORT`. `response_url` and links are built on it. */
  publicUrl?: string;
  /** Milliseconds since 1970: timestamps, signatures and expiry follow it. Deadlines run in real time. */
  clock?: () => number;
  /** How long the app has to acknowledge; Slack's 3,000. */
  deadlineMs?: number;
  /**
   * While nothing listens at the app's address, tries on until the deadline, for an app that is restarted while it is worked on.
   * Slack says `dispatch_failed` at once; that is the default.
   */
  waitsForApp?: boolean;
  /** What the app is called; its direct messages are `@` and this name in lower case. Default `Guidepost`. */
  appName?: string;
  /** What the app declares. With it, nothing undeclared is sent, and its scopes are granted. */
  manifest?: AppManifest;
  /** An app-level token, with which the app may open Socket Mode connections. Where it has one open, everything goes over that. */
  appToken?: string;
  /** Does what belongs to a new beginning outside the workspace, such as removing the app's own data. */
  onStartOver?: () => Promise<void>;
  /** Bot scopes granted; default those of the manifest, or `commands` and `chat:write`. */
  scopes?: string[];
  /** Waits between deliveries of an event that was not acknowledged; Slack's are 0, 1 and 5 minutes. */
  eventRetryMs?: number[];
  /** Go on from an earlier `workspace.snapshot()`. */
  state?: WorkspaceState;
}

export interface SimulatedSlack {
  /** `http://127.0.0.1:PORT/api/`: the app's SLACK_API_URL. */
  readonly apiUrl: string;
  readonly url: string;
  readonly workspace: Workspace;
  readonly trouble: Trouble;
  /** Everything that went between Slack and the app, in order of its beginning. */
  readonly journal: readonly JournalEntry[];
  /** Web API calls alone. */
  readonly calls: readonly ApiCall[];
  /** The app's posts to response_urls alone. */
  readonly responses: readonly ResponseCall[];
  /** Requests to the app alone. */
  readonly requests: readonly AppRequest[];
  /** Where requests go over HTTP; undefined for nowhere. */
  deliverTo(url: string | undefined): void;
  /** Sends an Events API event (`{ type: 'app_mention', … }`), again up to three times while it is not acknowledged. */
  event(event: JsonObject): Promise<Outcome>;
  /** Resolves when no request has been under way, in either direction, for `quietMs` (default 20). */
  settled(options?: { quietMs?: number; withinMs?: number }): Promise<void>;
  /** Resolves when the condition holds, looking every few milliseconds. @throws Error after `withinMs` (default 5,000) */
  until(condition: () => boolean, options?: { withinMs?: number; what?: string }): Promise<void>;
  /** Asks again what each person sees the private answer of, and shows in its place what the app says now. @returns how many answers are others now */
  askAgain(): Promise<number>;
  clearJournal(): void;
  /** Back to the first state, with an empty journal and without the app's data of before. */
  startOver(): Promise<void>;
  stop(): Promise<void>;
}
