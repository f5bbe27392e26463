import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PreviewCard, PreviewData } from './protocol.js';

export interface PreviewOptions {
  readonly title: string;
  /** The name of the app that sends the messages. */
  readonly app: string;
  readonly cards: readonly PreviewCard[];
}

/**
 * A page that shows messages as a chat would, in one file that needs no server and loads nothing. It is drawn by the same code as the
 * playground's page when a browser opens it. Each message is a `section` with the class `preview-card`.
 */
export async function previewPage({ title, app, cards }: PreviewOptions): Promise<string> {
  const folder = new URL('./page/', import.meta.url);
  const [script, style, icon] = await Promise.all(
    ['preview.js', 'preview.css', 'app.svg'].map((name) => readFile(new URL(name, folder), 'utf8')),
  );
  const code = withoutSourceMap(script ?? '');
  const look = withoutSourceMap(style ?? '');
  const data: PreviewData = { title, app, icon: `data:image/svg+xml,${encodeURIComponent(icon ?? '')}`, cards };
  // What a guide says can do no more here than in the playground: only this script runs, and nothing is loaded.
  const policy = `default-src 'none'; img-src data:; script-src ${sourceOf(code)}; style-src ${sourceOf(look)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<style>${look}</style>
</head>
<body>
<noscript>This page needs JavaScript.</noscript>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script type="module">${code}</script>
</body>
</html>
`;
}

/** The map is a file of its own, which the page does not have. A script ends at the first `</script`, whatever it is part of. */
function withoutSourceMap(text: string): string {
  return text.replace(/\n?(?:\/\/|\/\*)# sourceMappingURL=.*\s*$/, '').replace(/<\/(script|style)/gi, '<\\/$1');
}

function sourceOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
