import type { JournalEntry } from './delivery/journal-entry.js';

/** Headers that curl sets itself. */
const left = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding']);

/**
 * A line for the shell that sends the same request again, secrets included: they are the playground's own.
 * @returns undefined for an envelope of Socket Mode, which has no address
 */
export function copyAsCurl({ transport, url, headers, body }: JournalEntry): string | undefined {
  if (transport !== 'http') return undefined;
  const sent = Object.entries(headers).filter(([name]) => !left.has(name.toLowerCase()));
  return [
    `curl -i ${quoted(url)}`,
    ...sent.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `--data-raw ${quoted(body)}`,
  ].join(' \\\n  ');
}

/** In single quotes nothing means anything to the shell but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
