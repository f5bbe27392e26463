/** What Slack must know of this app: `manifest.yml` declares exactly this, and a test holds the two together. */
export const surface = {
  commands: ['/guide'],
  events: [],
  shortcuts: [],
  /** Each Web API method that is called, with the scopes that it needs. */
  methods: {
    'auth.test': [],
    'chat.postMessage': ['chat:write', 'chat:write.public'],
    'chat.update': ['chat:write'],
    'views.open': [],
    'views.update': [],
  },
} as const satisfies {
  commands: readonly string[];
  events: readonly string[];
  shortcuts: readonly string[];
  methods: Readonly<Record<string, readonly string[]>>;
};

/** The scopes that the bot token needs; `commands` for the slash command itself. */
export const scopes = (): string[] => [...new Set(['commands', ...Object.values(surface.methods).flat()])].sort();
