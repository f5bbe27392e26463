function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Words of English grammar: every text has them, so they find nothing. */
const GRAMMAR = words(`
  a an the this that these those there here it its itself
  i im id ill ive me my mine myself we were weve us our ours ourselves you youre youve youll youd your yours yourself
  he hes him his himself she shes her hers herself they theyre theyve theyll them their theirs themselves itll one ones
  thats theres heres
  and or but nor so if then than because while although though vs versus
  of in on at to from by for with into onto about as up out off over via per between among
  is isnt am are arent was wasnt werent be been being do does doesnt did didnt dont done doing
  has hasnt have havent had hadnt having
  can cant cannot could couldnt may might must shall should shouldnt will wont would wouldnt ought
  not no yes too also just only even still yet ever very really quite rather much many some any each every both all
  other another such same own few lot lots more
  thing things something anything everything nothing someone anyone everyone somebody anybody everybody nobody
  now again back way ways
`);

/** Words that open a question, and the verbs and courtesies of a request: they say nothing about its topic. */
const ASKING = words(`
  who whos whom whose what whats which when where wheres why how hows whether
  tell show give explain describe teach learn know knows understand want wanna wants wish like need needs help find look see
  please thanks thank hello hi hey ok okay lets let get got getting go going gonna come
  information info question questions answer answers
`);

const STOP_WORDS: ReadonlySet<string> = new Set([...GRAMMAR, ...ASKING]);
const ASKING_WORDS: ReadonlySet<string> = new Set(ASKING);

/** Whether the search leaves a folded word out: grammar, or part of the asking. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Whether people open a question or a request with this folded word. */
export function isAskingWord(word: string): boolean {
  return ASKING_WORDS.has(word);
}

/** All of them, for spelling correction: "waht" is "what", not a topic. */
export function stopWords(): Iterable<string> {
  return STOP_WORDS;
}

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
