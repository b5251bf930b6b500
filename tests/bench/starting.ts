import { median, type Sides } from './alternation.ts'
import type { Built } from './building.ts'
import type { Archive } from './databases.ts'
import { serve } from './serving.ts'
import { directoryOf } from './timing.ts'

const STARTS = 5

/** Milliseconds from nothing to the first answer, workerd's start and Miniflare's included. */
export interface Started {
  readonly ours: number
  readonly bare: number
  readonly ratio: number
}

/** Starts ours and the bare Worker in alternation. */
export async function timeStarts(
  archive: Archive,
  built: Sides<Built>,
  vars: Readonly<Record<string, unknown>>,
): Promise<Started> {
  const times: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
  for (let at = 0; at < STARTS; at++)
    for (const side of ['ours', 'bare'] as const) {
      const begun = performance.now()
      const bindings = side === 'ours' ? vars : { ANSWERS: { 'robots.txt': BARE } }
      const served = await serve(built[side].script, directoryOf(archive, side), bindings)
      const response = await fetch(new URL('/robots.txt', served.url))
      await response.text()
      times[side].push(performance.now() - begun)
      await served.stop()
    }
  return {
    ours: median(times.ours),
    bare: median(times.bare),
    ratio: median(times.ours.map((time, at) => time / (times.bare[at] ?? 0))),
  }
}

const BARE = { type: 'text/plain', body: 'User-agent: *\n' }
