import type { ViewOutput } from '@slack/bolt';

/** What a person entered, by the names of the fields. */
export interface Submitted {
  /** Trimmed, with line breaks as one character; empty where nothing was entered. */
  text(name: string): string;
  /** The one chosen option, person, conversation or day. */
  choice(name: string): string | undefined;
  /** The chosen options of every field whose name begins so. */
  choices(prefix: string): string[];
}

export function submittedValues({ state: { values } }: Pick<ViewOutput, 'state'>): Submitted {
  const fieldOf = (name: string) => Object.values(values[name] ?? {})[0];
  return {
    text: (name) => (fieldOf(name)?.value ?? '').replaceAll('\r\n', '\n').trim(),
    choice: (name) => {
      const field = fieldOf(name);
      return (
        field?.selected_option?.value ??
        field?.selected_user ??
        field?.selected_conversation ??
        field?.selected_date ??
        undefined
      );
    },
    choices: (prefix) =>
      Object.keys(values)
        .filter((name) => name.startsWith(prefix))
        .flatMap((name) => fieldOf(name)?.selected_options ?? [])
        .flatMap(({ value }) => value ?? []),
  };
}
