/** Kinds of nodes that no tree of a page may have: an edge could not show them, or only by looking elsewhere. */
export const unwantedNodes: ReadonlySet<string> = new Set([
  'html',
  'image',
  'imageReference',
  'linkReference',
  'definition',
  'footnoteReference',
  'footnoteDefinition',
]);
