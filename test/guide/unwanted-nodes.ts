/** Kinds of nodes that no page may contain: renderers could not show them, or not without the rest of the file. */
export const unwantedNodes: ReadonlySet<string> = new Set([
  'html',
  'image',
  'imageReference',
  'linkReference',
  'definition',
  'footnoteReference',
  'footnoteDefinition',
]);
