/** One family of a text in Prometheus' format: what `# HELP` and `# TYPE` say, and its samples. */
export interface Family {
  readonly help: string
  readonly type: string
  /** Value by labels as they are written: `''` where there are none. */
  readonly samples: Readonly<Record<string, number>>
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"`
const HELP = new RegExp(`^# HELP (${NAME}) (.+)$`)
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`)
const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Inf)|NaN`
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (${NUMBER})$`)

/**
 * Reads Prometheus' text format 0.0.4, and takes nothing that is not quite right: each family has
 * one line of help and one type, in this order, before its samples, stands there once, and a sample
 * of the same labels too; the last line ends.
 */
export function parseMetrics(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const families = new Map<string, Family>()
  let current = ''
  let help: { name: string; text: string } | null = null
  for (const line of text.slice(0, -1).split('\n')) {
    const [, helped, words] = HELP.exec(line) ?? []
    const [, typed, type] = TYPE.exec(line) ?? []
    const [, sampled, labels = '', value] = SAMPLE.exec(line) ?? []
    if (helped !== undefined && words !== undefined) {
      if (help || families.has(helped)) throw new Error(`help again: ${line}`)
      help = { name: helped, text: words }
    } else if (typed !== undefined && type !== undefined) {
      if (help?.name !== typed) throw new Error(`a type without its help: ${line}`)
      families.set(typed, { help: help.text, type, samples: {} })
      current = typed
      help = null
    } else if (sampled !== undefined && value !== undefined) {
      const family = families.get(current)
      if (help || sampled !== current || !family) throw new Error(`out of place: ${line}`)
      if (labels in family.samples) throw new Error(`twice: ${line}`)
      Object.assign(family.samples, { [labels]: Number(value.replace('Inf', 'Infinity')) })
    } else throw new Error(`not a line of the format: ${line}`)
  }
  if (help) throw new Error(`nothing follows the help of ${help.name}`)
  return families
}
