/** The app before a simulated workspace, wherever it runs. */
export interface WorkspaceApp {
  /** Where it takes Slack's requests, the same as long as it lives; undefined over Socket Mode. */
  readonly eventsUrl: string | undefined;
  /** Forgets everything that it has stored. */
  startOver(): Promise<void>;
  stop(): Promise<void>;
}

/** What an app must be told to speak with the workspace. */
export interface SlackAccess {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  /** For Socket Mode. */
  readonly appToken: string;
  /** Whether a Socket Mode connection is open. */
  readonly isConnected: () => boolean;
}
