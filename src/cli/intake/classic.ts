/** A tag or a comment; text stands between. */
const TAG = /(<!--[\s\S]*?-->|<\/?[a-zA-Z][^<>]*>)/
const BLOCK =
  /^<\/?(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|menu|summary|br)\b/i
/** Where line feeds are what they are. */
const KEPT = /^<(\/?)(pre|script|style|textarea|svg)\b/i

/**
 * Posts of WordPress's classic editor have no `<p>`: a blank line begins a paragraph and a line feed
 * is a line break, unless a block's tag stands beside it (`wpautop`). Posts made of blocks are HTML.
 */
export function withParagraphs(html: string): string {
  if (/<!--\s*wp:/.test(html)) return html
  const pieces = html.replace(/\r\n?/g, '\n').split(TAG)
  let kept = ''
  return pieces
    .map((piece, i) => {
      if (i % 2 === 1) {
        const [, close, name = ''] = KEPT.exec(piece) ?? []
        if (close === '' && kept === '') kept = name.toLowerCase()
        else if (close === '/' && kept === name.toLowerCase()) kept = ''
        return piece
      }
      if (kept || !piece.includes('\n')) return piece
      let text = piece
      if (i === 0 || BLOCK.test(pieces[i - 1] ?? '')) text = text.trimStart()
      if (i === pieces.length - 1 || BLOCK.test(pieces[i + 1] ?? '')) text = text.trimEnd()
      return text.replace(/\n[^\S\n]*(?:\n\s*)+/g, '<br><br>').replace(/\n/g, '<br>')
    })
    .join('')
}

/** An address that stands alone on its line, or in its block, is a link: WordPress embeds what is there. */
export const withLinks = (html: string): string =>
  html.replace(
    /(^|\n|<(?:p|div|br)\b[^<>]*>)(\s*)(https?:\/\/[^\s<>"]+)(?=\s*(?:$|\n|<(?:\/p|\/div|br)\b))/gi,
    (_, before: string, space: string, address: string) =>
      `${before}${space}<a href="${address}">${address}</a>`,
  )
