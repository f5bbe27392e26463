/**
 * `{{name}}` in the texts of a page that declares variables; `{{ name }}` is the same. Not `${{ name }}`, `{{{name}}}`, or anything with a dot, a
 * pipe or a call in it: those are of other tools.
 */
export const VARIABLE = /(?<![{$])\{\{[ \t]*([A-Za-z_][\w-]*)[ \t]*\}\}(?!\})/g;

/** The variables that a text names, in their order, each with its place in the text. */
export function variablesIn(text: string): { readonly name: string; readonly index: number }[] {
  if (!text.includes('{{')) return [];
  return Array.from(text.matchAll(VARIABLE), ({ 1: name = '', index }) => ({ name, index }));
}
