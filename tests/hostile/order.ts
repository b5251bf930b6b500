/** A piece of a paragraph: text, or a bidi control that stands for the markup around it. */
export interface Piece {
  readonly text: string
  readonly by: 'text' | 'markup'
  /** Whether it is not the field's own, where that is told by the markup. */
  readonly outside?: boolean
}

const CONTROL = /[\u202A-\u202E\u2066-\u2069]/
const ALL = new RegExp(CONTROL, 'g')

/** A text without its explicit bidi controls. */
export const withoutControls = (text: string): string => text.replace(ALL, '')
export const hasControls = (text: string): boolean => CONTROL.test(text)

/** Whether everything in it that opens is closed on its line, and nothing else is. */
export function isBalanced(text: string): boolean {
  return text.split(/[\n\u2028\u2029]/).every((line) => {
    const state = new Levels(0)
    for (const character of line) if (!state.take(character, 0)) return false
    return state.isAtRest
  })
}

/**
 * Where a paragraph's own text is not ordered as it would be without the bidi controls in its
 * fields (UAX #9, X1 to X8): the words after which it is not, or null.
 *
 * @param fields what may turn itself and nothing else; what is in none of them is the paragraph's
 *   own, where a piece does not say so itself
 */
export function disorder(pieces: readonly Piece[], fields: readonly string[]): string | null {
  const text = pieces.filter(({ by }) => by === 'text').map((piece) => piece.text)
  if (!text.some(hasControls)) return null
  const plain = withoutControls(text.join(''))
  const inField = occurrences(plain, fields)
  const anyField = inField.includes(true)
  const [turned, straight] = [new Levels(0), new Levels(0)]
  const whole = [...pieces.flatMap((piece) => [...piece.text].map((one) => ({ ...piece, one })))]
  const rest = (at: number) => whole.slice(at + 1).map(({ one }) => one)
  let seen = 0
  for (const [at, { one, by, outside }] of whole.entries()) {
    const first = one === '\u2068' ? firstStrong(rest(at)) : 0
    turned.take(one, first)
    if (by === 'markup') straight.take(one, first)
    else if (!CONTROL.test(one)) {
      straight.take(one, 0)
      const own = outside ?? (anyField && !inField[seen])
      if (own && turned.state !== straight.state)
        return `"${plain.slice(Math.max(0, seen - 30), seen)}" and before "${plain.slice(seen, seen + 30)}"`
      seen += one.length
    }
  }
  return turned.state === straight.state ? null : `"${plain.slice(-40)}" and its end`
}

/** For each UTF-16 unit whether it is in one of the fields. */
function occurrences(plain: string, fields: readonly string[]): boolean[] {
  const inField = new Array<boolean>(plain.length).fill(false)
  for (const field of fields.map(withoutControls)) {
    if (field.trim() === '') continue
    for (let at = plain.indexOf(field); at >= 0; at = plain.indexOf(field, at + 1))
      inField.fill(true, at, at + field.length)
  }
  return inField
}

const EMBEDDINGS = { '\u202A': 0, '\u202B': 1, '\u202D': 0, '\u202E': 1 } as const
const OVERRIDES = { '\u202D': 'L', '\u202E': 'R' } as const
const ISOLATES = { '\u2066': 0, '\u2067': 1, '\u2068': null } as const
const MAX_DEPTH = 125

interface Entry {
  readonly level: number
  readonly override: 'L' | 'R' | null
  readonly isolate: boolean
}

/** The stack of directional statuses, and what does not fit on it any more. */
class Levels {
  readonly #stack: Entry[]
  #isolates = 0
  #embeddings = 0

  constructor(level: 0 | 1) {
    this.#stack = [{ level, override: null, isolate: false }]
  }

  get state(): string {
    return JSON.stringify([this.#stack, this.#isolates, this.#embeddings])
  }

  get isAtRest(): boolean {
    return this.#stack.length === 1 && this.#isolates === 0 && this.#embeddings === 0
  }

  /** One character; `first` is the direction that an FSI finds. False for a closer of nothing. */
  take(character: string, first: 0 | 1): boolean {
    if (character in EMBEDDINGS) this.#embed(character as keyof typeof EMBEDDINGS)
    else if (character in ISOLATES)
      this.#isolate(ISOLATES[character as keyof typeof ISOLATES] ?? first)
    else if (character === '\u202C') return this.#popEmbedding()
    else if (character === '\u2069') return this.#popIsolate()
    return true
  }

  get #top(): Entry {
    return this.#stack.at(-1) as Entry
  }

  /** The next level of the parity, if there is room. */
  #next(parity: 0 | 1): number | null {
    const { level } = this.#top
    const next = level % 2 === parity ? level + 2 : level + 1
    return next <= MAX_DEPTH && this.#isolates === 0 && this.#embeddings === 0 ? next : null
  }

  #embed(control: keyof typeof EMBEDDINGS): void {
    const level = this.#next(EMBEDDINGS[control])
    const override = control in OVERRIDES ? OVERRIDES[control as keyof typeof OVERRIDES] : null
    if (level !== null) this.#stack.push({ level, override, isolate: false })
    else if (this.#isolates === 0) this.#embeddings++
  }

  #isolate(parity: 0 | 1): void {
    const level = this.#next(parity)
    if (level !== null) this.#stack.push({ level, override: null, isolate: true })
    else this.#isolates++
  }

  #popIsolate(): boolean {
    if (this.#isolates > 0) {
      this.#isolates--
      return true
    }
    if (!this.#stack.some(({ isolate }) => isolate)) return false
    this.#embeddings = 0
    while (!this.#stack.pop()?.isolate);
    return true
  }

  #popEmbedding(): boolean {
    if (this.#isolates > 0) return false
    if (this.#embeddings > 0) this.#embeddings--
    else if (this.#stack.length < 2 || this.#top.isolate) return false
    else this.#stack.pop()
    return true
  }
}

/** Rules P2 and P3, up to the PDI that belongs to it. */
function firstStrong(text: readonly string[]): 0 | 1 {
  let depth = 0
  for (const one of text) {
    if (one in ISOLATES) depth++
    else if (one === '\u2069' && depth-- === 0) return 0
    else if (depth === 0 && /[\p{sc=Hebr}\p{sc=Arab}\u200F\u061C]/u.test(one)) return 1
    else if (depth === 0 && /\p{L}|\u200E/u.test(one)) return 0
  }
  return 0
}
