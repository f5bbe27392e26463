import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Installation } from '../../workspaces/installations.js';

/** A web page of an install: a title, some text and one link. */
export interface Page {
  readonly status: number;
  readonly title: string;
  /** Paragraphs of plain text. */
  readonly text: readonly string[];
  readonly link?: { readonly text: string; readonly url: string };
}

const startAgain = { text: 'Start again', url: '/slack/install' };

/** @param openUrl opens Slack in a browser */
export function installedPage({ name, isOrg }: Installation, openUrl: string): Page {
  return {
    status: 200,
    title: `Guidepost is installed in ${name}`,
    text: [
      isOrg
        ? 'It is installed for the organisation. An admin chooses the workspaces that may use it.'
        : 'Everybody in the workspace can use it now.',
      'In any conversation, type /guide and a question, such as: /guide how do I roll back? Type /guide help to see what else it can do.',
      'To post checklists in a private channel, invite it there: /invite @Guidepost',
    ],
    link: { text: 'Open Slack', url: openUrl },
  };
}

export const deniedPage: Page = {
  status: 403,
  title: 'Guidepost was not installed',
  text: ['You pressed Cancel in Slack, or your workspace wants an admin to approve apps. Nothing was changed.'],
  link: startAgain,
};

/** @param code Slack's error code, as it came in the address */
export function refusedPage(code: string): Page {
  return {
    status: 403,
    title: 'Guidepost was not installed',
    text: [`Slack refused the install (${code.slice(0, 80)}). Nothing was changed.`],
    link: startAgain,
  };
}

export const incompletePage: Page = {
  status: 400,
  title: 'This address is incomplete',
  text: ['Slack sends people here at the end of an install. Part of the address is missing, so nothing was installed.'],
  link: startAgain,
};

export const forgedPage: Page = {
  status: 400,
  title: 'This install did not start here',
  text: ['For your safety, an install must start on this site. Nothing was installed.'],
  link: startAgain,
};

export const expiredPage: Page = {
  status: 400,
  title: 'This took too long',
  text: ['An install must be finished within 15 minutes. Nothing was installed.'],
  link: startAgain,
};

export const otherBrowserPage: Page = {
  status: 400,
  title: 'This install belongs to another window',
  text: [
    'It was started in another browser, is already finished, or was started again since. Nothing was changed.',
    'If this keeps happening, allow this site to set a cookie.',
  ],
  link: startAgain,
};

export const usedPage: Page = {
  status: 400,
  title: 'This install is no longer valid',
  text: ['Each install can be finished once, within ten minutes. If you saw that it worked, everything is fine.'],
  link: startAgain,
};

export const orgInstalledPage: Page = {
  status: 409,
  title: 'Your organisation already has Guidepost',
  text: ['It is installed for the whole organisation. Ask an organisation admin to add it to your workspace.'],
};

export const unreachablePage: Page = {
  status: 502,
  title: 'Slack cannot be reached right now',
  text: ['Slack did not answer this server, so Guidepost is not installed. Wait a minute, then start again.'],
  link: startAgain,
};

/** @param reference also in the log */
export function failedPage(reference: string): Page {
  return {
    status: 500,
    title: 'Something went wrong in the app',
    text: [
      'Guidepost is not installed. Start again in a minute.',
      `If it keeps happening, give the reference ${reference} to the person who runs this server.`,
    ],
    link: startAgain,
  };
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 18px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
a { display: inline-block; margin-top: 1rem; padding: .6rem 1.2rem; border-radius: .4rem; background: #1f3a5f; color: #fff; }
`;

/** No scripts, frames, forms or outside resources. No referrer: the page's address holds a code. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

export function sendPage(response: ServerResponse, { status, title, text, link }: Page): void {
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${text.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
${link ? `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.text)}</a></p>` : ''}
</main>
</body>
</html>
`;
  response.writeHead(status, { ...HEADERS, 'content-length': Buffer.byteLength(html) }).end(html);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
