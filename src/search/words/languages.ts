/**
 * The commonest words of large languages that are not English words too. A question that has some is not a misspelt English one.
 */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `el la los las una uno que por para cual donde cuando como esta estan hago hacer puedo quiero tengo mi mis muy pero sin sobre
  de del les des une est sont dans avec pour mon mes comment quel quelle pourquoi faire je nous vous pas sur aux qui
  der die das und ist sind nicht wie was wo warum ich wir ein eine einen mit auf fur bei mein meine kann wird werden zum zur
  il lo gli per con che sono come dove perche posso fare della nel nella mio mia
  het een hoe ik wij mijn niet van voor waarom waar wordt naar
  os uma nao meu minha fazer onde porque eu voce com
  jak nie czy dlaczego moge moj och hur jag inte det som hvordan ikke jeg`.split(/\s+/),
);

/** Whether folded words are of another language than English: at least two are, or one where the question is written with its letters. */
export function isForeign(words: readonly string[], text: string): boolean {
  const found = new Set(words.filter((word) => FUNCTION_WORDS.has(word))).size;
  return found >= 2 || (found >= 1 && /[\u00c0-\u024f¿¡]/.test(text));
}
