import type { WriteStream } from 'node:tty'
import { now } from '../clock.ts'
import type { Progress } from './terminal.ts'

/** Milliseconds between two drawings of the bar, and between two lines where nobody watches. */
const OF_BAR = 100
const OF_LINES = 10_000
const WIDTH = 24

/** What is done, how fast, and how long the rest takes at that rate. */
export function progressOn(stream: WriteStream, what: string): Progress {
  const began = now()
  const interval = stream.isTTY ? OF_BAR : OF_LINES
  let shownAt = stream.isTTY ? 0 : began
  let latest = ''
  const show = () => {
    shownAt = now()
    stream.write(
      stream.isTTY ? `\r\u001B[2K${latest.slice(0, (stream.columns || 80) - 1)}` : `${latest}\n`,
    )
  }
  return {
    at(done, share, words) {
      latest = lineOf(what, done, share, now() - began, words)
      if (now() - shownAt >= interval) show()
    },
    end() {
      if (latest !== '') show()
      if (stream.isTTY && latest !== '') stream.write('\n')
      latest = ''
    },
  }
}

/** @param elapsed milliseconds */
export function lineOf(
  what: string,
  done: number,
  share: number | null,
  elapsed: number,
  words = '',
): string {
  const rate = elapsed > 0 ? (done * 1000) / elapsed : 0
  const left = share !== null && share > 0 ? (elapsed / share) * (1 - share) : null
  return [
    what,
    ...(share === null ? [] : [bar(share), `${Math.floor(share * 100)} %`]),
    done.toLocaleString('en'),
    `${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en')}/s`,
    ...(left === null || share === 1 ? [] : [`${spanOf(left)} left`]),
    ...(words === '' ? [] : [words]),
  ].join('  ')
}

const bar = (share: number): string => {
  const full = Math.max(0, Math.min(WIDTH, Math.round(share * WIDTH)))
  return '█'.repeat(full) + '░'.repeat(WIDTH - full)
}

function spanOf(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`
}
