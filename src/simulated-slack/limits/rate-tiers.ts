/** Calls a minute and workspace: docs.slack.dev/apis/web-api/rate-limits, and each method's own page. */
const tier1 = 1;
const tier2 = 20;
const tier3 = 50;
const tier4 = 100;

/** Methods that are left out have a limit of their own that no app of a workspace meets. */
export const perMinute: Readonly<Record<string, number>> = {
  'apps.connections.open': tier1,
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
  'users.info': tier4,
  'users.list': tier2,
  'views.open': tier4,
  'views.publish': tier4,
  'views.push': tier4,
  'views.update': tier4,
};

/** `chat.postMessage`: about one a second and channel. */
export const postsPerSecond = 1;
