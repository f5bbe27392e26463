/** Replaces secrets in a text, so that it can be shown or stored. */
export type Scrub = (text: string) => string;

const HIDDEN = '[secret]';

/** A shorter value would also match ordinary words. */
const SHORTEST = 6;

/** What secrets look like. The groups are the parts that stay. */
const SHAPES = [
  // Slack’s tokens, also those that expire: xoxe.xoxb-1-…. And those of our own HTTP API.
  String.raw`(?:xox[a-z]|xapp)(?:\.xox[a-z])?-[\w-]{3,}|gp_[\w-]{20,}`,
  // The password in a URL, as in postgres://user:password@host.
  String.raw`(:\/\/[^\s:@/"]*:)[^\s"/]+@`,
  // Anybody who knows a response_url can write in the channel.
  String.raw`(hooks\.slack\.com\/)[\w/-]+`,
  // name=value and "name":"value", also in JSON inside a JSON string.
  String.raw`((?:[Ss]ecret|SECRET|[Pp]assword|PASSWORD|[Tt]oken|TOKEN|TOKEN_KEYS|[Aa]uthorization)(?:=|\\?"\s*:\s*\\?"))[^"\\\s&]+`,
  String.raw`([Bb]earer )[\w.~+/=-]{6,}`,
];

/**
 * Finds tokens and passwords by their shape, and this deployment's own secrets by their value, because a signing secret looks like
 * any other number.
 */
export function createScrub(secrets: readonly string[] = []): Scrub {
  const known = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    // Longest first: one secret may be the start of another.
    .sort((one, other) => other.length - one.length);
  const pattern = new RegExp([...new Set(known.map(escapePattern)), ...SHAPES].join('|'), 'g');
  return (text) =>
    text.replace(pattern, (_, ...groups: unknown[]) => {
      const kept = groups.slice(0, SHAPES.length).find((group) => typeof group === 'string' && group !== '');
      const ends = typeof kept === 'string' && kept.startsWith('://') ? '@' : '';
      return `${typeof kept === 'string' ? kept : ''}${HIDDEN}${ends}`;
    });
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
