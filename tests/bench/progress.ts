const WIDTH = 30
/** Milliseconds between two lines where there is no terminal to draw a bar on. */
const PAUSE = 15_000

/** Tells on stderr how far something is: a bar at a terminal, a line now and then elsewhere. */
export function progress(what: string, of: number): (done: number) => void {
  const { stderr } = process
  const begun = performance.now()
  let told = begun
  return (done) => {
    const at = performance.now()
    if (done < of && at - told < (stderr.isTTY ? 200 : PAUSE)) return
    told = at
    const full = Math.round((done / of) * WIDTH)
    const bar = `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`
    const figures = `${((done / of) * 100).toFixed(0)} %, ${((at - begun) / 1000).toFixed(0)} s`
    stderr.write(`${stderr.isTTY ? '\r' : ''}${what} ${bar} ${figures}`)
    if (done >= of || !stderr.isTTY) stderr.write('\n')
  }
}

/** One line on stderr. */
export const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}
