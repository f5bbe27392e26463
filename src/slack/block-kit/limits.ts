/**
 * Slack's limits; lengths are in UTF-16 units.
 * Sources: docs.slack.dev/reference/block-kit for counts and lengths. For a whole message bolt-js #2509 and #2867:
 * chat.postMessage refuses one from about 12,000 characters of blocks, so our own budget is lower.
 */
export const limits = {
  messageBlocks: 50,
  messageCharacters: 10_000,
  messageText: 4_000,
  viewBlocks: 100,
  viewBytes: 250_000,
  viewTitle: 24,
  privateMetadata: 3_000,
  sectionText: 3_000,
  headerText: 150,
  contextElements: 10,
  contextText: 2_000,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  url: 3_000,
  id: 255,
  selectOptions: 100,
  overflowOptions: 5,
  optionText: 75,
  optionDescription: 75,
  /** Older documentation says 75. Slack refuses it from 151 on (slackapi/bolt-python#838, slackapi/python-slack-sdk#1655). */
  optionValue: 150,
  placeholder: 150,
} as const;
