/** A statement that was sent, and its parameters. */
export interface Sent {
  readonly sql: string
  readonly values: readonly unknown[]
}

interface Spied {
  readonly binding: D1Database
  /** Every statement that was run, by itself or in a batch. */
  readonly sent: Sent[]
  /** How often the database was asked. */
  readonly trips: { count: number }
}

/**
 * The database, with every statement that is run noted.
 * @param before awaited before each batch, with what it is about to run
 * @param after told the results of each batch
 */
export function spyOn(
  db: D1Database,
  before?: (batch: readonly Sent[]) => Promise<void>,
  after?: (result: D1Result) => void,
): Spied {
  const sent: Sent[] = []
  const trips = { count: 0 }
  const told = new WeakMap<object, { sent: Sent; real: D1PreparedStatement }>()

  const statement = (real: D1PreparedStatement, what: Sent): D1PreparedStatement => {
    const proxy: D1PreparedStatement = new Proxy(real, {
      get(target, name) {
        const value = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...values: unknown[]) => {
          if (name === 'bind') return statement(target.bind(...values), { sql: what.sql, values })
          trips.count++
          sent.push(what)
          return value.apply(target, values)
        }
      },
    })
    told.set(proxy, { sent: what, real })
    return proxy
  }

  const binding = new Proxy(db, {
    get(target, name) {
      if (name === 'prepare')
        return (sql: string) => statement(target.prepare(sql), { sql, values: [] })
      if (name === 'batch')
        return async (statements: D1PreparedStatement[]) => {
          const known = statements.map((one) => {
            const found = told.get(one)
            if (!found) throw new TypeError('a statement of another database')
            return found
          })
          await before?.(known.map((one) => one.sent))
          trips.count++
          sent.push(...known.map((one) => one.sent))
          const results = await target.batch(known.map((one) => one.real))
          for (const result of results) after?.(result)
          return results
        }
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { binding, sent, trips }
}
