/** Where a program can ask for a fact, as `from:` of a fact says. */
export type FactSource =
  /** A field of a release cycle at endoflife.date: `eol`, `latest`, `lts`, `releaseDate`, `support`. */
  | { readonly kind: 'endoflife'; readonly product: string; readonly cycle: string; readonly field: string }
  /** The latest version of a package at PyPI. */
  | { readonly kind: 'pypi'; readonly project: string }
  /** The latest release of a repository at GitHub. */
  | { readonly kind: 'github'; readonly repository: string };

/** One of each kind. */
export const FACT_SOURCES = [
  'endoflife.date/python#3.13.eol',
  'pypi.org/gunicorn#version',
  'github.com/caddyserver/caddy#latest-release',
] as const;

const NAME = '[A-Za-z0-9](?:[\\w.-]*[A-Za-z0-9])?';
const ENDOFLIFE = new RegExp(`^endoflife\\.date/(${NAME})#(?:([\\w.-]+)\\.)(eol|latest|lts|releaseDate|support)$`);
const PYPI = new RegExp(`^pypi\\.org/(${NAME})#version$`);
const GITHUB = new RegExp(`^github\\.com/(${NAME}/${NAME})#latest-release$`);

/** Undefined if it is none of the kinds. */
export function readFactSource(text: string): FactSource | undefined {
  const [, product, cycle, field] = ENDOFLIFE.exec(text) ?? [];
  if (product && cycle && field) return { kind: 'endoflife', product, cycle, field };
  const [, project] = PYPI.exec(text) ?? [];
  if (project) return { kind: 'pypi', project };
  const [, repository] = GITHUB.exec(text) ?? [];
  return repository ? { kind: 'github', repository } : undefined;
}
