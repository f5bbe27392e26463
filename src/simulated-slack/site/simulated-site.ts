import type { AppManifest } from '../app-manifest.js';
import type { SimulatedSlack } from '../simulated-slack.js';

export interface SimulatedSiteOptions {
  signingSecret: string;
  clientId: string;
  clientSecret: string;
  /** What the app declares; its scopes are the ones that may be asked for. */
  manifest: AppManifest;
  places: SimulatedPlace[];
  /** Milliseconds since 1970: codes and events follow it. */
  clock?: () => number;
  /** Waits between deliveries of an event that was not acknowledged. */
  eventRetryMs?: number[];
}

/** A workspace, perhaps one of an organisation. */
export interface SimulatedPlace {
  /** Begins with T. */
  id: string;
  name: string;
  /** Its id begins with E. Workspaces that name the same one belong together. */
  org?: { id: string; name: string };
}

/** Slack with several workspaces and one app, which each of them may install. */
export interface SimulatedSite {
  readonly url: string;
  /** The app's SLACK_API_URL. */
  readonly apiUrl: string;
  /** A workspace by its id. Its own Web API has trouble on demand that the others do not have. */
  in(id: string): SimulatedSlack;
  /** The addresses that the app has registered; an install without `redirect_uri` comes back to the first. */
  redirectTo(...urls: string[]): void;
  /** Where requests of every workspace go: the app's `/slack/events`. */
  deliverTo(url: string): void;
  /** The token that the app has been given last, by a workspace or an organisation. */
  tokenOf(id: string): string | undefined;
  /** Makes the token worthless without a word to the app. */
  revoke(id: string): void;
  /** Removes the app: its token is revoked, and the app hears of both, in no particular order. */
  uninstall(id: string): Promise<void>;
  /** Nobody reaches the site: connections are broken off. */
  refuseConnections(refuse: boolean): void;
  stop(): Promise<void>;
}
