import { stem } from './terms.js';

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/**
 * Words of everyday English, in one form each where the stem covers the others. They are spelled right, so they are not corrected to
 * a word of the guide: "dinner" is not a typo for "winner". Collected by topic, from general knowledge of the language.
 */
const EVERYDAY = words(`
  people person man woman men women child children kid baby boy girl guy friend guest family mother mom mum
  father dad parent brother sister son daughter uncle aunt cousin wife husband partner couple crowd gang tribe
  boss chief clerk nurse doctor dentist teacher pupil student lawyer judge police soldier farmer baker driver pilot actor singer
  artist author writer poet painter waiter cook chef guide guard priest king queen prince hero winner loser thief
  head face hair eye ear nose mouth lip tooth teeth tongue neck shoulder arm hand finger thumb nail chest back heart stomach belly
  leg knee foot feet toe skin bone blood brain muscle body health sick ill pain ache fever cough cold flu cure pill drug medicine
  food meal breakfast lunch dinner supper snack bread butter cheese milk cream egg meat beef pork lamb ham bacon chicken fish rice
  pasta noodle pizza soup salad sauce salt pepper sugar honey cake pie cookie candy sweet bitter sour spicy taste  
  fruit apple pear peach plum cherry grape lemon orange banana berry melon nut potato tomato onion garlic carrot bean pea corn
  wheat flour yeast dough bake boil fry roast grill stir chop slice peel recipe dish bowl plate cup mug glass bottle fork knife
  spoon pan pot oven stove fridge kitchen restaurant cafe bar pub beer wine coffee tea juice water ice drink eat hungry thirsty
  canteen cafeteria vegan vegetarian
  house home flat apartment room wall floor ceiling roof door window gate fence stair lift elevator cellar attic garage garden yard
  bed sofa couch chair desk table shelf drawer lamp candle carpet curtain mirror bath shower toilet sink soap towel brush broom
  furniture rent tenant landlord 
  shirt skirt dress coat jacket sweater trousers pants jeans shorts sock shoe boot hat cap scarf glove belt tie suit pocket button
  zip wool cotton silk leather clothes wear fashion size ring watch jewel gold silver
  cat dog horse cow pig sheep goat hen duck goose bird eagle owl mouse mice rat rabbit bear wolf fox lion tiger elephant monkey
  snake frog whale shark bee ant fly spider insect worm animal pet puppy kitten feed breed
  tree leaf leaves root branch flower rose grass seed plant forest wood bush field farm soil mud sand stone rock hill mountain
  valley river lake sea ocean beach coast island desert sky sun moon star earth world nature cloud rain snow storm wind fog
  weather summer winter spring autumn season hot warm cool wet dry sunny rainy cloudy
  day week month year hour minute second morning noon afternoon evening night midnight today tomorrow yesterday tonight weekend
  monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
  november december birthday holiday vacation christmas easter party wedding anniversary calendar date early late soon always
  never often sometimes usually seldom once twice ago
  city town village street road avenue bridge corner square park church school college university hospital hotel museum library
  cinema shop store market bakery supermarket mall office factory bank prison station airport  
  country nation state capital border land area region district place location spot north south east west left right
  car bus train tram bike bicycle truck van taxi plane flight boat ship ferry wheel brake fuel gas petrol engine motor
  ticket trip travel journey tour tourist passport luggage bag suitcase ride drive park parking traffic
  ball bat game match goal team league cup coach player referee race run swim ski skate jump climb dance football soccer tennis
  golf hockey rugby cricket baseball basketball volleyball handball chess yoga gym sport score tournament champion medal prize
  marathon olympic stadium bet
  music song sing band concert guitar piano violin drum dance film movie scene actor radio television tv book novel story
  poem page magazine newspaper paint draw picture photo camera art museum toy doll puzzle hobby
  money cash coin price cost cheap expensive pay salary wage income tax loan debt mortgage rent bill receipt invoice budget save
  spend buy sell bought sold shopping gift present discount sale lottery insurance pension bonus payday refund
  job career hire hired fire fired employee employer staff colleague manager meeting interview resume contract overtime training
  intern leave parental shift desk printer paper pen pencil stapler envelope letter post stamp mail parcel phone call badge
  keyboard monitor screen projector laptop headset desk chair
  love hate like hope wish dream fear anger angry happy sad glad proud shy brave calm nervous lonely jealous bored boring funny
  joke laugh smile cry tears shout whisper sorry thanks welcome kiss hug
  big small large little huge tiny giant tall short long wide narrow thick thin deep high low heavy light strong weak fast slow
  quick hard soft easy difficult simple full empty open closed clean dirty new old young fresh rotten rich poor free busy lazy
  loud quiet bright dark sharp blunt smooth rough round flat straight curved loose tight safe dangerous true false good bad best
  worst better worse great nice fine awful terrible horrible lovely beautiful ugly pretty cute smart clever stupid silly crazy
  weird strange normal common rare special famous ready wrong whole half double single
  red blue green yellow brown black white pink purple  
  one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million first third
  fourth fifth last next
  walk sit sat stand stood lie lay sleep slept wake woke rest stay move turn push pull carry bring brought take took taken give
  gave given hold held keep kept throw threw thrown catch caught drop pick put cut hit kick beat break broke broken bend bent
  fix repair mend build built make made wash burn burnt cover hide hid hidden lose lost find found seek sought steal stole stolen
  fall fell fallen rise rose raise grow grew grown begin began begun start stop end finish wait hurry come came leave left arrive
  enter return follow lead led meet met join visit greet speak spoke spoken talk say said tell told ask reply shout read write
  wrote written draw drew drawn think thought guess believe doubt forget forgot forgotten remember decide choose chose chosen
  agree argue fight fought win won play teach taught study count measure weigh compare try tried happen seem become became live
  lived die died dead death born birth kill shoot shot hurt hang hung shake shook swear swore wear wore worn feel felt smell
  hear heard listen touch taste sell sold send sent spend spent lend borrow owe share cost bite bit bitten blow blew blown bury
  hate freeze froze frozen melt pour spill shut lock knock ring rang rung mess wreck ruin smash crash bust botch spoil stuck
  weather language english french german spanish italian chinese japanese russian latin dutch polish
  reason idea fact mind sense truth luck chance risk trouble problem matter mistake fault blame excuse secret news
  peace war army gun bomb knife weapon crime law rule right duty freedom power vote party president king minister
  shape line circle edge middle top bottom side front end part piece bit pile heap stack row list kind sort sound noise voice
  word name age size weight length speed heat light shadow fire smoke flame air dust dirt metal iron steel plastic rubber glass
  paper cloth rope string wire stick tool hammer saw drill screw nail glue brush bucket ladder basket box bag bin barrel tin
  spare lunchtime teatime sandwich burger steak lasagne pancake chocolate vanilla cinnamon
`);

let stems: ReadonlySet<string> | undefined;

/** Whether a stem belongs to a word of everyday English. */
export function isEveryday(wordStem: string): boolean {
  // Made on first use: stemming a thousand words would slow down every start.
  stems ??= new Set(EVERYDAY.map(stem));
  return stems.has(wordStem);
}
