export const LINE_FEED = 0x0a

/**
 * The lines of bytes that come in pieces, each with its end, if it has one. A line is put together
 * once, however many pieces it comes in.
 * @param most bytes that a line may have; null stands for one that has more, of which none is kept
 */
export async function* linesOf(
  pieces: AsyncIterable<Buffer>,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = []
  let size = 0
  const whole = () => {
    const line = size > most ? null : parts.length === 1 ? parts[0] : Buffer.concat(parts)
    parts = []
    size = 0
    return line ?? null
  }
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, from)) {
      parts.push(piece.subarray(from, end + 1))
      size += end + 1 - from
      yield whole()
      from = end + 1
    }
    size += piece.length - from
    if (size > most) parts = []
    else if (from < piece.length) parts.push(piece.subarray(from))
  }
  if (size > 0) yield whole()
}
