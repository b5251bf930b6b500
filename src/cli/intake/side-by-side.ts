interface Side<T> {
  /** How many are worked on at once. */
  readonly lanes: number
  /** What an item concerns: of two with a key in common, the later one waits for the earlier. */
  readonly keysOf: (item: T) => readonly string[]
  /** Aborts: what has begun comes to its end, and nothing new begins. */
  readonly stop: AbortSignal
}

/**
 * Works on a stream of items, several at once, and holds no more of them than there are lanes. When
 * one fails, the others come to their end, and nothing new begins.
 * @throws what the first failing work, or the stream, has thrown
 */
export async function sideBySide<T>(
  items: AsyncIterable<T>,
  { lanes, keysOf, stop }: Side<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  const latest = new Map<string, Promise<void>>()
  const faults: unknown[] = []
  const isOver = () => faults.length > 0 || stop.aborted

  function begin(item: T): void {
    const keys = keysOf(item)
    const earlier = keys.flatMap((key) => latest.get(key) ?? [])
    const task: Promise<void> = Promise.all(earlier)
      .then(() => (isOver() ? undefined : work(item)))
      .catch((error: unknown) => void faults.push(error))
      .finally(() => {
        running.delete(task)
        for (const key of keys) if (latest.get(key) === task) latest.delete(key)
      })
    running.add(task)
    for (const key of keys) latest.set(key, task)
  }

  const iterator = items[Symbol.asyncIterator]()
  try {
    while (!isOver()) {
      const next = await unless(stop, iterator.next())
      if (next === null || next.done || isOver()) break
      begin(next.value)
      while (running.size >= lanes) await Promise.race(running)
    }
  } catch (error) {
    faults.push(error)
  }
  await Promise.all(running)
  // A stream that is still reading ends behind what it reads: nobody waits for that.
  iterator.return?.()?.catch(() => {})
  if (faults.length > 0) throw faults[0]
}

/**
 * What is promised, or null when it is stopped before. Not a race with a promise of the stop: that
 * would hold on to every item until the end.
 */
function unless<T>(stop: AbortSignal, promised: Promise<T>): Promise<T | null> {
  const { promise, resolve, reject } = Promise.withResolvers<T | null>()
  const stopped = () => resolve(null)
  if (stop.aborted) stopped()
  stop.addEventListener('abort', stopped, { once: true })
  promised.then(resolve, reject).finally(() => stop.removeEventListener('abort', stopped))
  return promise
}
