/**
 * A value of the front matter, whichever dialect it was written in. `name` is the field as its author knows it,
 * such as `choices[1].to` or `choice4url`; `line` counts from 1 in the file.
 */
export type FieldValue =
  | { readonly kind: 'text'; readonly name: string; readonly line: number; readonly text: string }
  | { readonly kind: 'list'; readonly name: string; readonly line: number; readonly items: readonly FieldValue[] }
  | { readonly kind: 'map'; readonly name: string; readonly line: number; readonly entries: Fields }
  | { readonly kind: 'unknown'; readonly name: string; readonly line: number };

export type Fields = ReadonlyMap<string, FieldValue>;
