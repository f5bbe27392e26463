import type { FactSource } from '../../src/guide/facts.js';

/** Where the sources are, handed in for tests. */
export interface Addresses {
  readonly endoflife: string;
  readonly pypi: string;
  readonly github: string;
}

export const ADDRESSES: Addresses = {
  endoflife: 'https://endoflife.date',
  pypi: 'https://pypi.org',
  github: 'https://api.github.com',
};

/** What a source says now: a day or a version. */
export type Asked =
  | { readonly kind: 'answer'; readonly text: string }
  /** It answered, but not with that: a cycle that it does not know, a field without a date. */
  | { readonly kind: 'no-answer'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** The fields of endoflife.date's API (endoflife.date/docs/api/v1), by the names that people know. */
const FIELDS = {
  eol: ['eolFrom'],
  latest: ['latest', 'name'],
  lts: ['ltsFrom'],
  releaseDate: ['releaseDate'],
  support: ['eoasFrom'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const TIMEOUT_MS = 20_000;

/** Asks one source, once. Never rejects. @param githubToken raises GitHub's limit from 60 questions an hour */
export async function askSource(source: FactSource, addresses: Addresses, githubToken?: string): Promise<Asked> {
  const { url, path, headers } = questionFor(source, addresses, githubToken);
  let body: unknown;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { headers: { accept: 'application/json', ...headers }, signal });
    if (response.status === 404) return { kind: 'no-answer', reason: `${url} is not known there (404)` };
    if (!response.ok) return { kind: 'unreachable', reason: `${url} answered ${response.status}` };
    body = await response.json();
  } catch (error) {
    return { kind: 'unreachable', reason: `${url}: ${causeOf(error)}` };
  }
  const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], body);
  if (typeof value === 'string' && value.trim() !== '') return { kind: 'answer', text: value.trim() };
  return { kind: 'no-answer', reason: `${url} has no ${path.join('.')}` };
}

function questionFor(
  source: FactSource,
  { endoflife, pypi, github }: Addresses,
  token: string | undefined,
): { url: string; path: readonly string[]; headers?: Record<string, string> } {
  switch (source.kind) {
    case 'endoflife': {
      const field = FIELDS[source.field as keyof typeof FIELDS];
      const url = `${endoflife}/api/v1/products/${source.product}/releases/${source.cycle}`;
      return { url, path: ['result', ...field] };
    }
    case 'pypi':
      return { url: `${pypi}/pypi/${source.project}/json`, path: ['info', 'version'] };
    case 'github':
      return {
        url: `${github}/repos/${source.repository}/releases/latest`,
        path: ['tag_name'],
        ...(token && { headers: { authorization: `Bearer ${token}` } }),
      };
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
