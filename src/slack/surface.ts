import { LruMap } from 'toad-cache';

/** What `manifest.yml` declares to Slack. A test checks that both say the same. */
export const surface = {
  commands: ['/guide'],
  /** Each event, with the scope it needs, if it needs one. */
  events: {
    app_home_opened: [],
    // A question to the app in a channel.
    app_mention: ['app_mentions:read'],
    app_uninstalled: [],
    // What a person writes to the app. Slack demands the scope for the event itself: the app reads no history of direct messages.
    'message.im': ['im:history'],
    tokens_revoked: [],
  },
  /** The `callback_id` of each shortcut, with its type in the manifest. */
  shortcuts: { search: 'global', 'answer-message': 'message' },
  /** The app works without these, with less comfort. */
  optionalScopes: [
    'app_mentions:read',
    'channels:history',
    'channels:read',
    'groups:history',
    'groups:read',
    'im:history',
    'usergroups:read',
    'users:read',
  ],
  /** Every Web API method that the app calls, with the scopes it needs. */
  methods: {
    'auth.test': [],
    'chat.delete': ['chat:write'],
    // To say privately that a channel has mentions turned off.
    'chat.postEphemeral': ['chat:write'],
    'chat.postMessage': ['chat:write', 'chat:write.public'],
    'chat.update': ['chat:write'],
    // To find out whether a message arrived whose reply was lost.
    'conversations.history': ['channels:history', 'groups:history'],
    'conversations.replies': ['channels:history', 'groups:history'],
    // Whether everyone may read the channel that a program starts a checklist in.
    'conversations.info': ['channels:read', 'groups:read'],
    // Whether the person an item is assigned to is in the channel.
    'conversations.members': ['channels:read', 'groups:read'],
    // The people of a group that looks after a page.
    'usergroups.users.list': ['usergroups:read'],
    // The name of the person an item is assigned to, and their time zone.
    'users.info': ['users:read'],
    'views.open': [],
    'views.publish': [],
    'views.push': [],
    'views.update': [],
  },
  /** What is off unless it is switched on, by a setting and in the manifest, with what each needs more. */
  features: {
    'link-previews': {
      setting: 'LINK_PREVIEWS',
      events: { link_shared: ['links:read'] },
      methods: { 'chat.unfurl': ['links:write'] },
    },
    'agent-view': {
      setting: 'AGENT_VIEW',
      events: {},
      methods: { 'assistant.threads.setSuggestedPrompts': ['assistant:write'] },
    },
  },
} as const satisfies {
  commands: readonly string[];
  events: Readonly<Record<string, readonly string[]>>;
  shortcuts: Readonly<Record<string, 'global' | 'message'>>;
  optionalScopes: readonly string[];
  methods: Readonly<Record<string, readonly string[]>>;
  features: Readonly<
    Record<
      string,
      {
        setting: string;
        events: Readonly<Record<string, readonly string[]>>;
        methods: Readonly<Record<string, readonly string[]>>;
      }
    >
  >;
};

/** Lets Slackbot call the app's MCP server. The manifest has it as an option, next to `mcp_servers`. */
export const SLACKBOT_SCOPE = 'mcp:connect';

export type Feature = keyof typeof surface.features;

/** The scopes of the bot token, with the optional ones and those of the features. `commands` is for the slash command itself. */
export function scopes(features: readonly Feature[] = []): string[] {
  const needs = (part: Pick<(typeof surface.features)[Feature], 'events' | 'methods'> | typeof surface): string[] =>
    [part.events, part.methods].flatMap((each) => Object.values<readonly string[]>(each).flat());
  const more = features.flatMap((feature) => needs(surface.features[feature]));
  return [...new Set(['commands', ...needs(surface), ...more])].sort();
}

/** The name of the command in each workspace. */
export interface CommandNames {
  /** Call it with every command that comes in. */
  heard(installation: string, command: string): void;
  of(installation: string): string;
}

/** Far more than the workspaces that rename the command. */
const MAX_RENAMED = 1_000;

/**
 * A workspace may rename the command, and Slack sends the name only with the command itself. Messages after a button press
 * should name it right too. Until somebody types it once, they use the name in the manifest.
 */
export function createCommandNames(): CommandNames {
  const renamed = new LruMap<string>(MAX_RENAMED);
  return {
    heard(installation, command) {
      if (command === surface.commands[0]) renamed.delete(installation);
      else renamed.set(installation, command);
    },
    of: (installation) => renamed.get(installation) ?? surface.commands[0],
  };
}
