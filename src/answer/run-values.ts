import type { Values } from '../checklist/variables.js';
import type { Checklist } from '../guide/page.js';

/** A longer value fits no variable. */
const QUOTED = 300;

/** `service=shop`, `note="two words"`. Word processors and phones turn straight quotes into curly ones. */
const VALUE = new RegExp(
  `(?<=^|\\s)([A-Za-z_][\\w-]{0,39})=(?:"([^"]{0,${QUOTED}})"|[“„]([^”“]{0,${QUOTED}})[”“]|'([^']{0,${QUOTED}})'|([^\\s"“„']\\S*)?)(?=\\s|$)`,
  'gu',
);

/** Takes the values of variables out of what somebody typed: `release: shop-api 2.4 service=shop`. Of a name that is there twice, the last. */
export function splitValues(text: string): { readonly text: string; readonly values: Values } {
  const values: Record<string, string> = Object.create(null);
  const rest = text.replace(VALUE, (_, name: string, ...quoted: (string | undefined)[]) => {
    values[name] = quoted.slice(0, 4).find((value) => value !== undefined) ?? '';
    return '';
  });
  return { text: rest.replace(/\s+/gu, ' ').trim(), values: { ...values } };
}

/** The values under the names that the checklist declares: for people, "Service" and "service" are the same. */
export function namedValues({ variables }: Pick<Checklist, 'variables'>, values: Values): Values {
  const declared = new Map(variables.map(({ name }) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [declared.get(name.toLowerCase()) ?? name, value]),
  );
}
