/**
 * Slack's limits as documented at docs.slack.dev/reference/block-kit (read November 2026).
 * Deliberately separate from any table of the app under test, so that one wrong number cannot confirm itself.
 */
export const counts = {
  messageBlocks: 50,
  viewBlocks: 100,
  actionsElements: 25,
  contextElements: 10,
  contextActionsElements: 5,
  sectionFields: 10,
  choiceOptions: 10,
  overflowOptions: 5,
  selectOptions: 100,
  modalStack: 3,
} as const;

/** Characters. */
export const characters = {
  text: 3000,
  sectionText: 3000,
  sectionField: 2000,
  header: 150,
  buttonText: 75,
  buttonValue: 2000,
  accessibilityLabel: 75,
  url: 3000,
  placeholder: 150,
  optionText: 75,
  optionDescription: 75,
  optionValue: 150,
  optionGroupLabel: 75,
  id: 255,
  altText: 2000,
  imageTitle: 2000,
  inputLabel: 2000,
  inputHint: 2000,
  inputText: 3000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
  markdownInAll: 12_000,
  /** Of the blocks as JSON, with button values. Not documented; around this, Slack replied `msg_blocks_too_long` (slackapi/bolt-js issues 2509 and 2867). */
  blocksInAll: 12_500,
  /** Of a message's metadata as JSON. Slack documents `metadata_too_large`, but no number. */
  metadata: 8_000,
  postText: 40_000,
  updateText: 4000,
} as const;

export const viewBytes = 250 * 1024;

/** Calls per minute and workspace: docs.slack.dev/apis/web-api/rate-limits and each method's own page. */
const tier1 = 1;
const tier2 = 20;
const tier3 = 50;
const tier4 = 100;

/** Other methods have special limits that an app in one workspace does not reach. */
export const perMinute: Readonly<Record<string, number>> = {
  'apps.connections.open': tier1,
  'assistant.threads.setSuggestedPrompts': tier4,
  'chat.delete': tier3,
  'chat.postEphemeral': tier4,
  'chat.unfurl': tier3,
  'chat.update': tier3,
  'conversations.history': tier3,
  'conversations.info': tier3,
  'conversations.list': tier2,
  'conversations.members': tier4,
  'conversations.open': tier3,
  'conversations.replies': tier3,
  'team.info': tier3,
  'usergroups.users.list': tier2,
  'users.info': tier4,
  'users.list': tier2,
  'views.open': tier4,
  'views.publish': tier4,
  'views.push': tier4,
  'views.update': tier4,
};

/** `chat.postMessage`: about one per second and channel. */
export const postsPerSecond = 1;
