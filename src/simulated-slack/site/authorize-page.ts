/** Where a person decides on an install. */
export interface Consent {
  readonly query: URLSearchParams;
  /** The workspaces and organisations among which they choose. */
  readonly choices: readonly { readonly id: string; readonly name: string }[];
}

/** Slack's page in a few words: a link for each workspace, and one to cancel. */
export function authorizePage({ query, choices }: Consent): string {
  const href = (decision: Record<string, string>): string =>
    escaped(`/oauth/v2/authorize?${new URLSearchParams([...query, ...Object.entries(decision)])}`);
  return `<!doctype html><title>Simulated Slack: add an app</title>
<h1>An app asks for permission</h1>
<p>It wants: ${escaped(query.get('scope') ?? '')}</p>
<ul>${choices.map(({ id, name }) => `<li><a href="${href({ decision: 'allow', place: id })}">Allow in ${escaped(name)}</a></li>`).join('')}</ul>
<p><a href="${href({ decision: 'cancel' })}">Cancel</a></p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
