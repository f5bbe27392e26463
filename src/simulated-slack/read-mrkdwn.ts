/** Reads Slack's mrkdwn as a person sees it: links by their label, dates by their fallback, no `*_~` around words. */
export const readMrkdwn = (mrkdwn: string): string =>
  mrkdwn
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part.replace(/^(```|`)([\s\S]*)\1$/, '$2') : withoutEmphasis(part)))
    .join('')
    .replace(/<([^<>\n]+)>/g, (_, token: string) => readToken(token))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const withoutEmphasis = (text: string): string =>
  ['*', '_', '~'].reduce((rest, mark) => {
    const m = `\\${mark}`;
    // Inside <…> nothing is emphasis: addresses may hold underscores.
    const emphasis = new RegExp(
      `(<[^<>\\n]*>)|(?<=^|[\\s\\p{P}\\p{S}])${m}(?=\\S)([^${m}\\n]*[^${m}\\s])${m}(?=$|[\\s\\p{P}\\p{S}])`,
      'gmu',
    );
    return rest.replace(emphasis, (_, token: string | undefined, inner: string) => token ?? inner);
  }, text);

const readToken = (token: string): string => {
  const bar = token.indexOf('|');
  const label = bar < 0 ? undefined : token.slice(bar + 1);
  const target = bar < 0 ? token : token.slice(0, bar);
  if (target.startsWith('@')) return `@${label ?? target.slice(1)}`;
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`;
  if (target.startsWith('!date')) return label ?? '';
  if (target.startsWith('!')) return `@${label ?? target.slice(1)}`;
  return label ?? target;
};
