/** Reads Slack's mrkdwn as a person sees it: links by their label, dates by their fallback, no `*_~` or backticks around words. */
export function readMrkdwn(mrkdwn: string): string {
  return mrkdwn
    .split(/```([\s\S]*?)```/)
    .map((part, index) => (index % 2 === 1 ? part : withoutEmphasis(part)))
    .join('')
    .replace(/<([^<>\n]+)>/g, (_, token: string) => readToken(token))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

// The first alternative steps over links and code, where the marks are text: addresses may hold underscores.
const bold = /(<[^<>\n]*>|`[^`\n]+`)|(?<=^|[\s\p{P}\p{S}])\*(?=\S)([^*\n]*[^*\s])\*(?=$|[\s\p{P}\p{S}])/gmu;
const italic = /(<[^<>\n]*>|`[^`\n]+`)|(?<=^|[\s\p{P}\p{S}])_(?=\S)([^_\n]*[^_\s])_(?=$|[\s\p{P}\p{S}])/gmu;
const struck = /(<[^<>\n]*>|`[^`\n]+`)|(?<=^|[\s\p{P}\p{S}])~(?=\S)([^~\n]*[^~\s])~(?=$|[\s\p{P}\p{S}])/gmu;

function withoutEmphasis(text: string): string {
  return [bold, italic, struck]
    .reduce((rest, mark) => rest.replace(mark, (_, kept: string | undefined, inner: string) => kept ?? inner), text)
    .replace(/`([^`\n]+)`/g, '$1');
}

function readToken(token: string): string {
  const bar = token.indexOf('|');
  const label = bar < 0 ? undefined : token.slice(bar + 1);
  const target = bar < 0 ? token : token.slice(0, bar);
  if (target.startsWith('@')) return `@${label ?? target.slice(1)}`;
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`;
  if (target.startsWith('!date')) return label ?? '';
  if (target.startsWith('!')) return `@${label ?? target.slice(1)}`;
  return label ?? target;
}
