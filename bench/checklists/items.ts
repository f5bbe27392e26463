/** What an item of the benchmark's checklist asks for. Nobody has the role, so an item with one can never be ticked. */
export type ItemKind = 'plain' | 'sign-off' | 'evidence' | 'role';

const KINDS: readonly (readonly [kind: ItemKind, items: number, attributes: string])[] = [
  ['plain', 26, ''],
  ['sign-off', 6, ' sign-off="2 others"'],
  ['evidence', 6, ' evidence=url'],
  ['role', 2, ' role=dba'],
];

/** So many different people must approve an item with sign-offs. */
export const SIGN_OFFS = 2;

/** The ids of all items and their kinds, in the order of the list. */
export const ITEMS: ReadonlyMap<string, ItemKind> = new Map(
  KINDS.flatMap(([kind, items]) => Array.from({ length: items }, () => kind)).map((kind, index) => [
    `i${index + 1}`,
    kind,
  ]),
);

/** The page with the checklist. */
export function checklistPage(): string {
  const attributes = new Map(KINDS.map(([kind, , text]) => [kind, text]));
  return [
    '---\ntitle: Going live\nsummary: What must be true on launch day.\n---\n\n## Going live checklist\n',
    ...[...ITEMS].map(([id, kind]) => `- [ ] Step ${id} of the launch {#${id}${attributes.get(kind)}}`),
  ].join('\n');
}
