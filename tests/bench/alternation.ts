import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client, Load, Round } from './load.ts'

/** Ours, (a) the bare Worker and (b) the bare query. */
export interface Sides<T> {
  readonly ours: T
  readonly bare: T
  readonly query: T
}
const SIDES = ['ours', 'query', 'bare'] as const
type Other = 'bare' | 'query'

const CONNECTIONS = 8
/**
 * Rounds of each side, in turn. Many short ones: what else the machine does takes longer than that,
 * so that it meets both sides of a ratio.
 */
const ROUNDS = 36
/** Milliseconds of a round. The bare Worker is far from both, and is told well enough in less. */
const ROUND: Sides<number> = { ours: 200, query: 200, bare: 60 }
/** Rounds before those, for the compilers and caches. */
const WARMING = 4
/** Ticks of /proc in a second: the kernel's USER_HZ, the same on every Linux that Node runs on. */
const TICKS = 100

/** What is sent to one side, in turn, and the process that answers, where the system tells. */
export interface Side extends Omit<Load, 'connections' | 'milliseconds'> {
  readonly pid: number | null
}

/** Requests a second, milliseconds in which 99 of 100 are answered, and of CPU for each. */
export interface Speed {
  readonly rate: number
  readonly p99: number
  readonly cpu: number | null
}
/** The sides' speeds. A ratio of throughputs is the middle one of those of neighbouring rounds. */
export interface Compared {
  readonly speeds: Sides<Speed>
  readonly ratios: Readonly<Record<Other, { throughput: number; p99: number }>>
}

/** Asks the sides in alternation. */
export async function alternate(client: Client, sides: Sides<Side>): Promise<Compared> {
  const rounds: Sides<Spent[]> = { ours: [], bare: [], query: [] }
  for (let round = -WARMING; round < ROUNDS; round++)
    for (const side of round % 2 ? SIDES : SIDES.toReversed()) {
      const { pid, ...asked } = sides[side]
      const before = cpuOf(pid)
      const load = { ...asked, connections: CONNECTIONS, milliseconds: ROUND[side] }
      const done = await client.run(load)
      const after = cpuOf(pid)
      const cpu = before === null || after === null ? null : after - before
      if (round >= 0) rounds[side].push({ ...done, cpu })
    }
  const speeds = {
    ours: speedOf(rounds.ours),
    bare: speedOf(rounds.bare),
    query: speedOf(rounds.query),
  }
  const ratios = (other: Other) => ({
    throughput: median(
      rounds.ours.map((round, at) => rateOf(round) / rateOf(rounds[other][at] as Round)),
    ),
    p99: speeds.ours.p99 / speeds[other].p99,
  })
  return { speeds, ratios: { bare: ratios('bare'), query: ratios('query') } }
}

/** A round, and the milliseconds of CPU that it took. */
interface Spent extends Round {
  readonly cpu: number | null
}

const rateOf = ({ times, seconds }: Round): number => times.length / seconds

/** The few answers of a round have no p99 of their own: it is that of all rounds together. */
function speedOf(rounds: readonly Spent[]): Speed {
  const times = rounds.flatMap((round) => round.times).sort((a, b) => a - b)
  const cpus = rounds.flatMap(({ cpu }) => cpu ?? [])
  return {
    rate: median(rounds.map(rateOf)),
    p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    cpu: cpus.length < rounds.length ? null : sum(cpus) / times.length,
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

/** Milliseconds of CPU, in user space and in the kernel, that a process has had (proc(5)). */
function cpuOf(pid: number | null): number | null {
  if (pid === null) return null
  const stat = readFileSync(join('/proc', String(pid), 'stat'), 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1000
}
