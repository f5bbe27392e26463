import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Installation } from '../../workspaces/installations.js';

/** A relative address: wherever this page is seen, the install begins beside it. */
const again = { text: 'Start again', url: '/slack/install' };

/** @param open where a browser opens Slack */
export function installedPage({ name, isOrg }: Installation, open: string): Page {
  return {
    status: 200,
    title: `Guidepost is installed in ${name}`,
    text: [
      isOrg
        ? 'It is installed for the organisation. An admin chooses the workspaces that may use it.'
        : 'Everybody in the workspace can use it from now on.',
      'In any conversation type /guide and a question, such as: /guide how do I roll back? Type /guide help for what else there is.',
      'To post checklists in a private channel, invite it there: /invite @Guidepost',
    ],
    link: { text: 'Open Slack', url: open },
  };
}

export const deniedPage: Page = {
  status: 403,
  title: 'Guidepost was not installed',
  text: ['You pressed Cancel in Slack, or your workspace wants an admin to approve apps. Nothing was changed.'],
  link: again,
};

/** @param code what Slack said, as it came with the browser */
export function refusedPage(code: string): Page {
  return {
    status: 403,
    title: 'Guidepost was not installed',
    text: [`Slack did not go on with it (${code.slice(0, 80)}). Nothing was changed.`],
    link: again,
  };
}

export const incompletePage: Page = {
  status: 400,
  title: 'This address is not complete',
  text: ['Slack sends people here at the end of an install. Part of the address is missing, so nothing was installed.'],
  link: again,
};

export const forgedPage: Page = {
  status: 400,
  title: 'This install did not begin here',
  text: ['To keep you safe, an install counts only where it was begun on this site. Nothing was installed.'],
  link: again,
};

export const expiredPage: Page = {
  status: 400,
  title: 'This took too long',
  text: ['An install has to be finished within a quarter of an hour. Nothing was installed.'],
  link: again,
};

export const otherBrowserPage: Page = {
  status: 400,
  title: 'This install belongs to another window',
  text: [
    'It was begun in another browser, is finished already, or was begun anew since. Nothing was changed now.',
    'Where it goes on failing, allow this site to set a cookie.',
  ],
  link: again,
};

export const usedPage: Page = {
  status: 400,
  title: 'This install is over',
  text: ['Slack lets each install be finished once, within ten minutes. If you have seen that it worked, all is well.'],
  link: again,
};

export const orgInstalledPage: Page = {
  status: 409,
  title: 'Your organisation has Guidepost already',
  text: ['It is installed for the whole organisation. Ask an organisation admin to add it to your workspace.'],
};

export const unreachablePage: Page = {
  status: 502,
  title: 'Slack cannot be reached just now',
  text: ['Slack did not answer this server, so Guidepost is not installed. Wait a minute, then start again.'],
  link: again,
};

/** @param reference the log carries it too */
export function failedPage(reference: string): Page {
  return {
    status: 500,
    title: 'Something went wrong here',
    text: [
      'It is not your fault, and Guidepost is not installed. Please start again in a minute.',
      `If it keeps happening, give the reference ${reference} to whoever runs this server.`,
    ],
    link: again,
  };
}

/** A page for a person: nothing but words and one way on. */
export interface Page {
  readonly status: number;
  readonly title: string;
  /** Paragraphs, as plain text. */
  readonly text: readonly string[];
  readonly link?: { readonly text: string; readonly url: string };
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 18px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
a { display: inline-block; margin-top: 1rem; padding: .6rem 1.2rem; border-radius: .4rem; background: #1f3a5f; color: #fff; }
`;

/** No script, no frame, no form, nothing from elsewhere; the address, which holds a code, is told to nobody. */
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
