/** A text in one of the old pages, or null where the page has no such letters. */
export function encodedIn(page: string, text: string): Uint8Array | null {
  const bytes = [...text].map((letter) => pageOf(page).get(letter))
  return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : null
}

/** UTF-16 with a byte order mark or without. */
export function utf16(text: string, order: 'le' | 'be', hasMark: boolean): Uint8Array {
  const bytes = Buffer.from(hasMark ? `\uFEFF${text}` : text, 'utf16le')
  return new Uint8Array(order === 'le' ? bytes : bytes.swap16())
}

const pages = new Map<string, ReadonlyMap<string, number>>()

function pageOf(page: string): ReadonlyMap<string, number> {
  let letters = pages.get(page)
  if (!letters) {
    const decoder = new TextDecoder(page)
    letters = new Map(
      Array.from(
        { length: 256 },
        (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const,
      ),
    )
    pages.set(page, letters)
  }
  return letters
}
