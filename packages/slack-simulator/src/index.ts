export { signature } from './delivery/http.js';
export type { ApiCall, AppRequest, AppRequestKind, JournalEntry, ResponseCall } from './delivery/journal.js';
export type { ActiveFaults, DeliveryFault, Fault, FaultInjection } from './fault-injection.js';
export { blockKitBuilderUrl, copyAsCurl } from './inspect.js';
export { checkMessage, checkOptions, checkView } from './limits/messages-and-views.js';
export { checkToolBlocks } from './limits/slackbot.js';
export {
  type AppManifest,
  type ManifestCommand,
  type ManifestHome,
  type ManifestShortcut,
  readManifest,
} from './manifest.js';
export {
  type MultiWorkspaceOptions,
  type MultiWorkspaceSlack,
  startMultiWorkspaceSlack,
} from './multi-workspace/multi-workspace.js';
export type { WorkspaceSettings } from './multi-workspace/oauth.js';
export { plainTextOf, readMrkdwn } from './plain-text.js';
export { openWorkspaceFile, type SavedWorkspace, type WorkspaceFile } from './saved-workspace.js';
export { type SimulatedSlack, type SimulatedSlackOptions, startSimulatedSlack } from './simulator.js';
export {
  connectSlackbot,
  type Slackbot,
  type SlackbotOptions,
  SlackbotRefused,
  type SlackbotTool,
  type ToolReply,
} from './slackbot/slackbot.js';
export type {
  AppHome,
  BotMessage,
  CommandReply,
  ComposedText,
  Failure,
  OpenDialog,
  Outcome,
  PostedMessage,
  PressReply,
  SimulatedUser,
  SubmitOutcome,
  Suggestion,
  Surface,
  Target,
  UserInChannel,
  Workspace,
} from './users/workspace.js';
export type {
  AppIdentity,
  Author,
  Block,
  Change,
  ChangeListener,
  Channel,
  InputValue,
  InputValues,
  Json,
  JsonObject,
  Message,
  Person,
  Prompt,
  Team,
  View,
  WorkspaceState,
} from './workspace/state.js';
export type { Guest, Unread } from './workspace/store.js';
