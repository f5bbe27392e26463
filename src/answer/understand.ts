import type { Answer, CommandHelp } from './answer.js';
import { findChecklist, findRunbook, listChecklists } from './checklists.js';
import { answerQuestion } from './pages.js';
import type { Sources, Where } from './sources.js';

/** Somebody may paste a log file. What comes after this is not read. */
const MAX_LENGTH = 4_000;

/** The command in a text and what it is about; no command if the text is a question. */
export function understand(text: string, commands: readonly Command[]): { command: Command | undefined; rest: string } {
  const read = text.slice(0, MAX_LENGTH).trim();
  const bare = withoutCourtesy(read.replace(/\s+/gu, ' '));
  for (const command of commands) {
    for (const pattern of command.patterns) {
      const match = pattern.exec(bare);
      if (match) return { command, rest: `${match.groups?.rest?.trim() ?? ''}${match.groups?.name ?? ''}` };
    }
  }
  // The lines of a log stay lines.
  return { command: undefined, rest: read.replace(/[^\S\n]+/gu, ' ') };
}

/** A polite command is still one: "topics, please!". */
function withoutCourtesy(text: string): string {
  // By hand: a pattern for what ends a text tries each full stop of it as the first one.
  let end = text.length;
  while (end > 0 && '?!.'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).replace(/,? please$/i, '');
}

/** Something that a person can type instead of a question. */
export interface Command extends CommandHelp {
  /** One of them matches the whole text. Its group `rest` is what the command is about, and `name` the name for a run. */
  readonly patterns: readonly RegExp[];
  readonly answer: (sources: Sources, rest: string, where: Where) => Answer | Promise<Answer>;
}

/** All commands, with what help says about them. The first that matches wins. */
export const commands: readonly Command[] = [
  {
    usage: '<question>',
    description: 'the page that answers, for example `how do I serve static files?`',
    // Whatever no command matches is a question.
    patterns: [],
    answer: (sources, question, { preferredPage }) => answerQuestion(sources, question, preferredPage),
  },
  {
    usage: 'search',
    description: 'search as you type: titles, other names and headings',
    // "search for logs" is a question.
    patterns: [/^search(?: (?:the|our) guide)?$/i],
    answer: () => ({ kind: 'search' }),
  },
  {
    usage: 'topics',
    description: 'all pages of the guide',
    patterns: [/^(?:(?:list|show|see)(?: me)? )?(?:all )?(?:the )?(?:topics|pages)$/i],
    answer: ({ topics }) => topics(),
  },
  {
    usage: 'checklists',
    description: 'this channel’s open and finished checklists, and those that you can post',
    patterns: [
      /^(?:(?:list|show|see)(?: me)? )?(?:all )?(?:the )?(?:checklists?|runbooks)(?: here| in this channel)?$/i,
      /^(?:(?:list|show|see)(?: me)? )?(?:all )?(?:the )?(?:open|finished) (?:checklists|runbooks)$/i,
    ],
    answer: (sources, _, where) => listChecklists(sources, where),
  },
  {
    usage: 'checklists <name>',
    description: 'those with these words in their name, also archived ones; `checklists archived` lists only these',
    patterns: [
      /^(?:(?:list|show|see|find|search)(?: me)? )?(?:all )?(?:the )?(?<rest>archived) (?:checklists|runbooks)$/i,
      // "checklists for going live" asks for one to post, and "checklists are annoying" for nothing.
      /^(?:(?:list|show|see|find|search)(?: me)? )?(?:the )?(?:checklists|runbooks):? (?!(?:for|of|on|about|are|is|and|or|in|to|vs)\b)(?<rest>\S.*)$/i,
    ],
    answer: (sources, text, where) =>
      listChecklists(sources, where, text.toLowerCase() === 'archived' ? { archived: true } : { text }),
  },
  {
    usage: 'checklist <topic>',
    description:
      'one checklist, to post to this channel; add a name for the run after a colon, and values that it asks for: `checklist going live: shop-api 2.4 service=shop`',
    patterns: [
      // "checklist for going live", "show me the checklist of paas"
      /^(?:(?:show|see|open|post|start|get|give|i need|we need)(?: me| us)? )?(?:(?:the|a|an|our|my) )?checklist(?:s(?= (?:for|of|on|about) ))?(?::|(?: (?:for|of|on(?! call\b)|about|to))?(?: (?:the|a|an|our|my))?) (?<rest>\S.*)$/i,
      // "what's the checklist for going live"
      /^what(?:'s|’s| is) (?:the|our) checklist (?:for|of|on) (?:the |a |an |our )?(?<rest>\S.*)$/i,
      // "going live checklist", "going live checklist: shop-api 2.4", but not "what is a checklist"
      /^(?!(?:how|what|which|why|when|where|who|is|are|do|does|did|can|could|should|would|will|have|has)\b)(?:(?:show|see|open|post|start|get|give)(?: me| us)? )?(?:(?:the|a|an|our|my) )?(?<rest>(?:\S+ ){1,4}?)checklist(?<name>: ?\S.*)?$/i,
    ],
    answer: findChecklist,
  },
  {
    usage: 'runbook <topic>',
    description: 'the same for a runbook',
    patterns: [
      // "runbook for an outage", "start the runbook of the release: shop-api 2.4"
      /^(?:(?:show|see|open|post|start|run|get|give|i need|we need)(?: me| us)? )?(?:(?:the|a|an|our|my) )?runbook(?::|(?: (?:for|of|on(?! call\b)|about|to))?(?: (?:the|a|an|our|my))?) (?<rest>\S.*)$/i,
      // "outage runbook", but not "what is a runbook"
      /^(?!(?:how|what|which|why|when|where|who|is|are|do|does|did|can|could|should|would|will|have|has|write)\b)(?:(?:show|see|open|post|start|run|get|give)(?: me| us)? )?(?:(?:the|a|an|our|my) )?(?<rest>(?:\S+ ){1,4}?)runbook(?<name>: ?\S.*)?$/i,
    ],
    answer: findRunbook,
  },
  {
    usage: 'report',
    description: 'what people asked and what was missing, for the authors of the guide',
    patterns: [/^(?:show (?:me )?)?(?:the )?report$/i],
    answer: () => ({ kind: 'report' }),
  },
  {
    usage: 'forget me',
    description: 'delete what is remembered of your questions',
    patterns: [/^forget (?:about )?me$/i],
    answer: () => ({ kind: 'forget-me' }),
  },
  {
    usage: 'settings',
    description: 'what this channel prefers, whether mentions are answered, and who gets open questions',
    patterns: [/^(?:(?:show|open|change)(?: me)? )?(?:the |our )?(?:channel(?:'s|’s)? )?settings$/i],
    answer: () => ({ kind: 'settings' }),
  },
  {
    usage: 'help',
    description: 'this overview',
    // A greeting is answered with what can be asked.
    patterns: [
      /^(?:help(?: me)?|\?|--help|-h|usage)?$/i,
      /^(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: (?:there|all|everyone|team|guidepost))?$/i,
    ],
    answer: (sources) => ({ kind: 'help', commands: commands.map(toHelp), examples: sources.examples() }),
  },
];

function toHelp({ usage, description }: Command): CommandHelp {
  return { usage, description };
}
