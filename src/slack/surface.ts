/** What Slack must know of this app: `manifest.yml` declares exactly this, and a test holds the two together. */
export const surface = {
  commands: ['/guide'],
  events: ['app_home_opened', 'app_uninstalled', 'tokens_revoked'],
  /** By their `callback_id`; all of them global. */
  shortcuts: ['search'],
  /** The app does its main job without these; what they are for gets plainer. */
  optionalScopes: ['channels:history', 'groups:history', 'users:read'],
  /** Each Web API method that is called, with the scopes that it needs. */
  methods: {
    'auth.test': [],
    'chat.delete': ['chat:write'],
    'chat.postMessage': ['chat:write', 'chat:write.public'],
    'chat.update': ['chat:write'],
    // Whether a posting arrived whose reply was lost.
    'conversations.history': ['channels:history', 'groups:history'],
    'conversations.replies': ['channels:history', 'groups:history'],
    // The name of whoever an item is given to, and when it is morning for them.
    'users.info': ['users:read'],
    'views.open': [],
    'views.publish': [],
    'views.push': [],
    'views.update': [],
  },
} as const satisfies {
  commands: readonly string[];
  events: readonly string[];
  shortcuts: readonly string[];
  optionalScopes: readonly string[];
  methods: Readonly<Record<string, readonly string[]>>;
};

/** An event that the app subscribes to. None needs a scope. */
export type EventName = (typeof surface.events)[number];

/** A shortcut that a person may start anywhere. */
export type ShortcutName = (typeof surface.shortcuts)[number];

/** The scopes that the bot token asks for, the optional ones too; `commands` for the slash command itself. */
export function scopes(): string[] {
  return [...new Set(['commands', ...Object.values(surface.methods).flat()])].sort();
}
