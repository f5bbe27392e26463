/** Reads addresses of published pages: given a pattern such as `https://example.com/docs/{slug}.html`, what a URL says after its start. */
export interface GuideUrl {
  /** The path inside the guide that a published address names, or undefined for an address elsewhere. */
  pathIn(url: URL): string | undefined;
  /** The path before the slug, such as `/docs/`: links may spell it out without the host. */
  readonly mount: string;
}

export function readGuideUrl(pattern: string | undefined): GuideUrl | undefined {
  const [before, after, ...more] = pattern?.split('{slug}') ?? [];
  if (before === undefined || after === undefined || more.length > 0 || !URL.canParse(before)) return undefined;
  const start = new URL(before);
  // With the slug in the query (`?page={slug}`) the query is part of what comes before it.
  const prefix = start.pathname + start.search;
  return {
    mount: start.search === '' ? start.pathname : '/',
    pathIn(url) {
      if (url.host !== start.host) return undefined;
      const rest = start.search === '' ? url.pathname : url.pathname + url.search;
      if (!rest.startsWith(prefix)) return `${rest}/` === prefix ? '' : undefined;
      const inside = rest.slice(prefix.length);
      return after !== '' && inside.endsWith(after) ? inside.slice(0, -after.length) : inside;
    },
  };
}
