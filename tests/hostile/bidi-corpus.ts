import { type Hostile, into, LINES, PROSE, WORDS } from './places.ts'

const OPENERS = {
  LRE: '\u202A',
  RLE: '\u202B',
  LRO: '\u202D',
  RLO: '\u202E',
  LRI: '\u2066',
  RLI: '\u2067',
  FSI: '\u2068',
} as const
const { LRE, RLE, LRO, RLO, LRI, RLI, FSI } = OPENERS
const [PDF, PDI] = ['\u202C', '\u2069']

const everywhere = [...WORDS, 'slug', 'topic', 'q'] as const

const openers = Object.entries(OPENERS).flatMap(([name, control]): Hostile[] =>
  into(everywhere, {
    [`${name} that is not closed`]: `Opened ${control}by ${name} hidden`,
    [`${name} at the beginning`]: `${control}Leading ${name} first`,
    [`${name} at the end`]: `Trailing ${name} last${control}`,
  }),
)

const mixed = into(everywhere, {
  'PDF that closes nothing': `Popped${PDF} by nobody`,
  'PDI that closes nothing': `Ended${PDI} by nobody`,
  'many that close nothing': `Ended ${(PDI + PDF).repeat(20)} by twenty`,
  'a closer and then an opener': `Closed ${PDI}${PDF}${RLO}then opened`,
  'an isolate closed as an embedding': `Isolated ${RLI}wrongly${PDF} closed`,
  'an embedding closed as an isolate': `Embedded ${RLO}wrongly${PDI} closed`,
  'an isolate that closes what is in it': `Nested ${RLI}with ${RLO}inner${PDI} text`,
  'an isolate that is closed twice': `Twice ${RLI}closed${PDI}${PDI} text`,
  'crossed ends': `Crossed ${LRE}one ${RLI}two ${PDF}three ${PDI}four`,
  'all openers at once': `All ${LRE}${RLE}${LRO}${RLO}${LRI}${RLI}${FSI}seven`,
  'more openers than there are levels': `Deep ${RLE.repeat(70)}${RLI.repeat(70)}bottom`,
  'more closers than were opened': `Shallow ${RLI}${PDI.repeat(100)}${PDF.repeat(100)}top`,
  'pairs that belong together': `Whole ${RLI}\u05D0\u05D1${PDI} and ${LRE}one${PDF} pairs`,
  'an ending of a file that is turned': `Invoice ${RLO}fdp.exe`,
  'a comment that ends elsewhere': `Comment /*${RLO} } ${LRI}if (admin)${PDI} ${LRI} begin */`,
  'Hebrew and numbers': `\u05D7\u05D3\u05E9\u05D5\u05EA ${RLO}12345 \u05E2\u05DC 67%`,
  'Arabic and an override': `\u0623\u062E\u0628\u0627\u0631 ${LRO}2026/03/23 \u0627\u0644\u064A\u0648\u0645`,
  'marks of direction': 'Marked \u200E\u200F\u061C(2026) words',
})

const inMarkdown = into(PROSE, {
  'an opener by its number': 'Numbered &#8238;override and &#x2067;isolate',
  'a closer by its number': 'Numbered &#8236;pop &#x2069;end',
  'an opener in a link': `See [linked ${RLO}words](https://e.test/ "title ${RLI}here") after`,
  'an opener by its number in a link':
    'See [linked &#8238;words](https://e.test/ "title &#x2067;here") after',
  'an opener in emphasis': `Some *stressed ${RLO}words* and **strong ${PDI}words** after`,
  'an opener in code': `A \`code ${RLO}span\` after\n\n\`\`\`js\nlet a ${RLI}= 1\nlet b = 2\n\`\`\`\n\n    indented ${RLE}code`,
  'an opener in a picture': `A ![pictured ${RLO}words](https://e.test/a.png "title ${LRE}of it") after`,
  'an opener in a table': `| one ${RLO}two | three |\n|---|---|\n| four ${RLI}five | six |`,
  'an opener in a footnote': `Noted[^1] here.\n\n[^1]: A note ${RLO}turned`,
  'an opener by its number in a footnote': 'Noted[^1] here.\n\n[^1]: A note &#8238;turned',
  'an opener in a label of a footnote': `Noted[^a${RLO}b] here.\n\n[^a${RLO}b]: A note`,
  'an opener in a heading': `## A heading ${RLI}turned\n\nText`,
  'openers in a list': `- one ${RLO}item\n- two ${LRI}items\n  1. three ${RLE}items`,
  'openers over hard ends of line': `One ${RLO}line\\\nanother ${PDF}line  \nand ${RLI}more\nsoft ${PDI}end`,
  'an opener in an address': `[x](https://e.test/${RLO}gnp.exe) and <https://e.test/${RLI}x>`,
  'an opener in a language of code': `\`\`\`js${RLO}x\ncode\n\`\`\``,
  'an opener over paragraphs': `One ${RLI}begins.\n\nTwo ${PDI}ends.`,
  'an opener behind an escape': `One \\${RLO}two \\${RLI}three`,
})

const longLines = into(LINES, {
  'an opener behind what is cut': `${'word '.repeat(38)}${RLO}x`,
})

/** Characters that turn the direction of a text, with their pairs and without. */
export const BIDI: readonly Hostile[] = [...openers, ...mixed, ...inMarkdown, ...longLines]
