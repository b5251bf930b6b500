import { MAX_TOPIC, parseTopic, slugFrom } from '../../newsroom/slug.ts'

/**
 * A topic as the newsroom writes it, of what somebody called it: `Human Rights` is `human-rights`, in the
 * script that it was written in. Null where no topic can be made of it.
 */
export function topicOf(written: string): string | null {
  const folded = written.normalize('NFC').trim().toLowerCase().normalize('NFC')
  const isLatin = /\p{Script=Latin}/u.test(folded)
  const joined = folded
    .replace(/['’ʼ]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  const derived = parseTopic(folded) ?? parseTopic(joined) ?? (isLatin ? slugFrom(folded, '') : '')
  return derived.length <= MAX_TOPIC ? parseTopic(derived) : null
}
