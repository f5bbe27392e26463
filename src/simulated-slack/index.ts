export { signature } from './delivery/http.js';
export type { ApiCall, AppRequest, AppRequestKind, JournalEntry, ResponseCall } from './delivery/journal.js';
export type { DeliveryMisfortune, Misfortune, PresentTrouble, Trouble } from './fault-injection.js';
export { blockKitBuilderUrl, copyAsCurl } from './inspect.js';
export { checkMessage, checkOptions, checkView } from './limits/messages-and-views.js';
export type * from './manifest.js';
export {
  type SimulatedSite,
  type SimulatedSiteOptions,
  startSimulatedSite,
} from './multi-workspace/multi-workspace.js';
export type { SimulatedPlace } from './multi-workspace/oauth.js';
export { plainTextOf, readMrkdwn } from './plain-text.js';
export { type Kept, type KeptWorkspace, openKeptWorkspace } from './saved-workspace.js';
export { type SimulatedSlack, type SimulatedSlackOptions, startSimulatedSlack } from './simulator.js';
export type * from './users/workspace.js';
export type * from './workspace/state.js';
export type { Unread } from './workspace/store.js';
