import type { Nodes } from 'mdast';
import type { Page } from '../../src/guide/page.js';

/** A code block of a page. `before` has the code of the page's earlier blocks in the same language. */
export interface Block {
  readonly language: string;
  readonly code: string;
  readonly before: readonly string[];
}

export interface Outcome {
  readonly tool: string;
  /** An empty text if there is none. */
  readonly problem: string;
  /** The form is right, but nothing knows whether the names in it exist. */
  readonly isParsedOnly: boolean;
}

/** Checks a block; nothing if the program that it needs is not installed. */
export type Tool = (block: Block) => Outcome | undefined | Promise<Outcome | undefined>;

export function blocksIn(page: Page): Block[] {
  const blocks: Block[] = [];
  for (const node of page.sections.flatMap(({ content }) => content.flatMap(withDescendants))) {
    if (node.type !== 'code') continue;
    const language = node.lang ?? 'plain text';
    const before = blocks.filter((block) => block.language === language).map(({ code }) => code);
    blocks.push({ language, code: node.value, before });
  }
  return blocks;
}

function withDescendants(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(withDescendants) : [])];
}

/** What a tool that ran the real check has found. */
export function checked(tool: string, problem: string): Outcome {
  return { tool, problem, isParsedOnly: false };
}

/** What `parse` says of a block's form by throwing an error. */
export function parsed(tool: string, parse: () => void): Outcome {
  try {
    parse();
    return { tool, problem: '', isParsedOnly: true };
  } catch (error) {
    return { tool, problem: error instanceof Error ? error.message : `${error}`, isParsedOnly: true };
  }
}
