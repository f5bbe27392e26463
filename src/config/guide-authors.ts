/** Who is told when the guide has errors. */
export interface Author {
  /** The id of the workspace or organization; absent if there is only one. */
  readonly installation?: string;
  /** The id of the person in Slack. */
  readonly person: string;
}

/** More direct messages at once would look like a mistake. */
const MAX_AUTHORS = 50;

/**
 * Reads people's ids separated by commas or spaces: `U012AB3CD,U045EF6GH`. With many workspaces each needs its own:
 * `T024BE7LD:U012AB3CD`.
 */
export function readAuthors(value: string | undefined, manyWorkspaces: boolean, problems: string[]): Author[] {
  const given = [...new Set((value ?? '').split(/[\s,]+/).filter(Boolean))];
  const authors = given.map((text): Author | undefined => {
    const [, installation, person = ''] = /^(?:([TE][A-Z0-9]+):)?([UW][A-Z0-9]+)$/.exec(text) ?? [];
    if (person === '' || (installation === undefined) === manyWorkspaces) return undefined;
    return { person, ...(installation !== undefined && { installation }) };
  });
  const wrong = given.find((_, index) => authors[index] === undefined);
  if (wrong !== undefined) {
    const example = manyWorkspaces ? 'T024BE7LD:U012AB3CD, each with its workspace,' : 'U012AB3CD';
    problems.push(
      `GUIDE_AUTHORS must list ids from Slack such as ${example} separated by commas, which ${wrong.slice(0, 50)} is not. In Slack, open a person’s profile, then ⋮, then Copy member ID`,
    );
  }
  if (given.length > MAX_AUTHORS) problems.push(`GUIDE_AUTHORS may list ${MAX_AUTHORS} people`);
  return authors.filter((author) => author !== undefined);
}
