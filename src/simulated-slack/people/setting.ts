import type { AppConnection } from '../delivery/app-connection.js';
import type { JsonObject, Person } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';
import type { Outcome } from './outcome.js';
import type { MessageHandle } from './workspace.js';

/** What every action of a person needs. */
export interface Setting {
  store: WorkspaceStore;
  connection: AppConnection;
  /** Where response_urls begin: `http://127.0.0.1:PORT`. */
  url: string;
  /** The deprecated verification token, which Slack still sends. */
  verificationToken: string;
  /** Messages that answer a command or press, as this person holds them. */
  answersTo(interaction: string, person: Person): MessageHandle[];
  /** What external selects offered last, by person, message or view, and element: a choice among it asks the app no more. */
  offered: Map<string, JsonObject[]>;
  sendEvent(event: JsonObject): Promise<Outcome>;
}
