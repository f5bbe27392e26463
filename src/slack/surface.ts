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
    'users:read',
  ],
  /** Every Web API method that the app calls, with the scopes it needs. */
  methods: {
    'auth.test': [],
    'chat.delete': ['chat:write'],
    'chat.postMessage': ['chat:write', 'chat:write.public'],
    'chat.update': ['chat:write'],
    // To find out whether a message arrived whose reply was lost.
    'conversations.history': ['channels:history', 'groups:history'],
    'conversations.replies': ['channels:history', 'groups:history'],
    // Whether the person an item is assigned to is in the channel.
    'conversations.members': ['channels:read', 'groups:read'],
    // The name of the person an item is assigned to, and their time zone.
    'users.info': ['users:read'],
    'views.open': [],
    'views.publish': [],
    'views.push': [],
    'views.update': [],
  },
} as const satisfies {
  commands: readonly string[];
  events: Readonly<Record<string, readonly string[]>>;
  shortcuts: Readonly<Record<string, 'global' | 'message'>>;
  optionalScopes: readonly string[];
  methods: Readonly<Record<string, readonly string[]>>;
};

/** The scopes of the bot token, with the optional ones. `commands` is for the slash command itself. */
export function scopes(): string[] {
  return [
    ...new Set(['commands', ...Object.values(surface.events).flat(), ...Object.values(surface.methods).flat()]),
  ].sort();
}
