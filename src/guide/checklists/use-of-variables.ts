import type { Nodes } from 'mdast';
import type { Variable } from '../page.js';
import { variablesIn } from '../variables.js';
import { type Report, undeclared } from './rules.js';

/**
 * Reports every `{{name}}` in some nodes that the page does not declare. On a page without variables, it is text, or belongs to another tool.
 * @param line where nodes without a position stand
 */
export function checkVariables(
  nodes: readonly Nodes[],
  line: number,
  { variables, report }: { readonly variables: readonly Variable[]; readonly report: Report },
): void {
  if (variables.length === 0) return;
  for (const node of nodes) {
    const start = node.position?.start.line ?? line;
    const text = 'value' in node ? node.value : node.type === 'link' ? node.url : '';
    // The text of a block of code starts below its fence.
    const first = node.type === 'code' && node.position !== undefined ? start + 1 : start;
    for (const { name, index } of variablesIn(text)) {
      if (variables.some((variable) => variable.name === name)) continue;
      const at = first + text.slice(0, index).split('\n').length - 1;
      report('unknown-variable', at, `"{{${name}}}": ${undeclared(name, variables)}`);
    }
    if ('children' in node) checkVariables(node.children, start, { variables, report });
  }
}
