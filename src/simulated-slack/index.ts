export type { ApiCall, AppRequest, JournalEntry, ResponseCall } from './delivery/journal-entry.js';
export type { Failure, Outcome, SubmitOutcome } from './people/outcome.js';
export type * from './people/workspace.js';
export type { SimulatedSlack, SimulatedSlackOptions } from './simulated-slack.js';
export { startSimulatedSlack } from './start-simulated-slack.js';
export type { Misfortune, Trouble } from './web-api/trouble.js';
export type { Change, ChangeListener } from './workspace/change.js';
export type * from './workspace/state.js';
