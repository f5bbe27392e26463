/** Licences that ask for no more than that they and the authors are named. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Whether an SPDX expression lets us choose permissive licences only. What is not stated, or not known here, does not. */
export function isPermissive(expression) {
  if (typeof expression !== 'string') return false;
  const tokens = expression.replaceAll(/[()]/g, ' $& ').trim().split(/\s+/);
  const either = () => {
    let holds = both();
    while (tokens[0] === 'OR') {
      tokens.shift();
      holds = both() || holds;
    }
    return holds;
  };
  const both = () => {
    let holds = one();
    while (tokens[0] === 'AND') {
      tokens.shift();
      holds = one() && holds;
    }
    return holds;
  };
  const one = () => {
    const token = tokens.shift();
    if (token !== '(') return PERMISSIVE.has(token);
    const holds = either();
    return tokens.shift() === ')' && holds;
  };
  return either() && tokens.length === 0;
}
