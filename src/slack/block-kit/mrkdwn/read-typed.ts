import { unescapeEntities } from './escape.js';

/** A reference as Slack writes it into a message: `<@U1>`, `<#C1|general>`, `<https://example.com|label>`, `<!here>`. */
const REFERENCE = /<([^<>]*)>/g;

/**
 * What a person typed, from the text of their message: references to people and groups are left out, those to channels and addresses become
 * what the person saw, and Slack's entities are read (docs.slack.dev, "Formatting message text"). Lines stay lines.
 */
export function readTyped(text: string): string {
  // A blank in place of a name keeps the words around it apart. An escaped `<` is no reference, so entities are read last.
  const seen = text.replace(REFERENCE, (_, inner: string) => ` ${visibleOf(inner)} `);
  return unescapeEntities(seen)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/^[\s,:;]+/, '')
    .trimEnd();
}

function visibleOf(reference: string): string {
  const bar = reference.indexOf('|');
  const label = bar < 0 ? '' : reference.slice(bar + 1);
  switch (reference.charAt(0)) {
    // A person's name, a group's name and @here are no words of a question.
    case '@':
    case '!':
      return '';
    case '#':
      return label;
    default:
      return label === '' ? reference : label;
  }
}
