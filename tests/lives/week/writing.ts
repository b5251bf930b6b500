import type { Json } from '../../office.ts'
import type { Dice } from './dice.ts'

const PLACES = ['Damascus', 'Aleppo', 'Homs', 'دمشق']
const TOPICS = ['budget', 'water', 'transport', 'culture', 'مياه']
const KINDS = ['press-release', 'statement', 'advisory']
const SENTENCES = [
  'The council met in the morning and heard everybody who had asked to speak.',
  'Buses run *every ten minutes* until midnight.',
  'Residents may comment until the end of the month, see [the plan](https://example.org/plan).',
  '> This is what we have worked for.',
  '- one\n- two\n- three',
  'وافق المجلس على الخطة بالإجماع.',
  '| Year | Litres |\n|---|---|\n| 2025 | 12 |\n| 2026 | 14 |',
  'A note says more.[^1]\n\n[^1]: Here it is.',
]

/** What editors write. Each headline and each body has a word that stands nowhere else. */
export class Writing {
  readonly #dice: Dice
  #words = 0
  #briefings = 0

  constructor(dice: Dice) {
    this.#dice = dice
  }

  word(): string {
    return `word${(++this.#words).toString(36).padStart(5, '0')}x`
  }

  /** A complete text. */
  text(): Json {
    const word = this.word()
    return {
      headline: `Headline ${word}`,
      body: [`Body of ${word}.`, ...this.#sentences()].join('\n\n'),
      ...this.details(),
    }
  }

  /** One of those whose headlines all lead to the same slug. */
  briefing(): Json {
    const dashes = '–'.repeat(++this.#briefings)
    return { headline: `Daily ${dashes} briefing`, body: `Text of ${this.word()}.` }
  }

  /** A text of which something is missing. */
  fragment(): Json {
    const { headline, body } = this.text()
    return this.#dice.pick([{ headline }, { body }, { headline, body: ' ' }, {}])
  }

  /** Some of the parts that a text may have. */
  details(): Json {
    const dice = this.#dice
    const text: Json = {}
    if (dice.chance(0.3)) text.subheadline = `In short: ${this.word()}`
    if (dice.chance(0.2)) text.summary = `Summary & more <${this.word()}>`
    if (dice.chance(0.2)) text.department = 'Public works'
    if (dice.chance(0.5)) text.dateline = { place: dice.pick(PLACES) }
    if (dice.chance(0.2)) text.notes = `Ask at the desk, ${this.word()}.`
    return text
  }

  kind = (): string => this.#dice.pick(KINDS)
  topics = (): string[] => TOPICS.filter(() => this.#dice.chance(0.25))

  #sentences = () => SENTENCES.filter(() => this.#dice.chance(0.2))
}
