// Runs within each page before anything else does, on behalf of the tests: `inPage` measures what a
// reader would see. Every function returns something that can be told in JSON.
globalThis.inPage = (() => {
  const told = (element) => {
    const name = element.localName + (element.className ? `.${element.className}` : '')
    return `${name} "${(element.innerText || element.value || '').trim().slice(0, 40)}"`
  }

  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true })

  const ancestors = (element) => {
    const found = []
    for (let at = element; at && at !== document.documentElement; at = at.parentElement)
      found.push(at)
    return found
  }

  const overflow = (element) => getComputedStyle(element).overflowX
  const scrolls = (element) =>
    /auto|scroll/.test(overflow(element)) && element.scrollWidth > element.clientWidth

  /** What only a screen reader or the keyboard gets. */
  const isOutOfSight = (element) =>
    element.closest('a') === document.querySelector('body a') ||
    ancestors(element).some((at) => at.offsetWidth === 1 && at.offsetHeight === 1)

  /** Text that is beyond the page's edge, or hidden by a box too small for it. */
  function cutOff() {
    const found = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { currentNode: node } = walker
      const element = node.parentElement
      if (!node.data.trim() || !isSeen(element) || isOutOfSight(element)) continue
      if (ancestors(element).some(scrolls)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const { left, right, top, bottom } = range.getBoundingClientRect()
      const beyond = left < -1 || right > innerWidth + 1
      const hidden = ancestors(element).some((at) => {
        if (overflow(at) === 'visible') return false
        const box = at.getBoundingClientRect()
        return (
          left < box.left - 1 ||
          right > box.right + 1 ||
          top < box.top - 1 ||
          bottom > box.bottom + 1
        )
      })
      if (beyond || hidden) found.push(told(element))
    }
    return found
  }

  /** What is wider than the page, where the page can be scrolled sideways. */
  function sideways() {
    const { scrollWidth } = document.documentElement
    if (scrollWidth <= innerWidth) return []
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right } = element.getBoundingClientRect()
      return left < -1 || right > innerWidth + 1
    })
    return [`${scrollWidth} > ${innerWidth}`, ...wide.slice(0, 5).map(told)]
  }

  /** What a reader gets who needs more space in text: WCAG 2.2, 1.4.12. */
  function spaceText() {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`*{line-height:1.5!important;letter-spacing:.12em!important;
      word-spacing:.16em!important}p{margin-block-end:2em!important}`)
    document.adoptedStyleSheets = [sheet]
  }

  const STOPS = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex="0"]'
  const looks = (element) => {
    const style = getComputedStyle(element)
    return ['outline', 'boxShadow', 'backgroundColor', 'textDecoration', 'border', 'color'].map(
      (name) => style[name],
    )
  }
  let stops = []
  let unfocused = []

  /** Where the Tab key has to stop, in the order of the document. */
  function startTabbing() {
    stops = [...document.body.querySelectorAll('*')].filter(
      (element) =>
        isSeen(element) &&
        (element.matches(STOPS) || (scrolls(element) && !element.querySelector(STOPS))),
    )
    unfocused = stops.map(looks)
    return stops.map(told)
  }

  /** Where a box is on the page, wherever the page is scrolled to. */
  const onPage = ({ left, right, top, bottom }) => ({
    left: left + scrollX,
    right: right + scrollX,
    top: top + scrollY,
    bottom: bottom + scrollY,
  })

  /** Where it is now; null where it is nowhere in the page. */
  function tabStop() {
    const element = document.activeElement
    if (!element || element === document.body) return null
    const at = stops.indexOf(element)
    const rects = [...element.getClientRects()]
    const box = element.getBoundingClientRect()
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element)
    return {
      at,
      told: told(element),
      isSkipLink: element.matches('a[href^="#"]'),
      isInMain: element.closest('main') !== null,
      box: onPage(box),
      first: onPage(rects[0] ?? box),
      last: onPage(rects.at(-1) ?? box),
      isInView:
        box.left >= -1 &&
        box.right <= innerWidth + 1 &&
        // What is higher than the window fills it.
        (box.height > innerHeight
          ? box.top < innerHeight && box.bottom > 0
          : box.top >= -1 && box.bottom <= innerHeight + 1),
      isMarked:
        at >= 0 && looks(element).join() !== unfocused[at].join() && outlineStyle !== 'none'
          ? outlineStyle === 'auto' || Number.parseFloat(outlineWidth) >= 2
          : false,
      contrast: contrast(outlineColor, backdrop(element)),
    }
  }

  function backdrop(element) {
    const opaque = ancestors(element.parentElement ?? element)
      .map((at) => getComputedStyle(at).backgroundColor)
      .find((color) => color !== 'rgba(0, 0, 0, 0)')
    return opaque ?? 'rgb(255, 255, 255)'
  }

  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  function luminance(color) {
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  /** As WCAG 2.2 defines it: 1 to 21. */
  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05)
  }

  /** On paper: what stands beside something else, what nobody can press, and what is not legible. */
  function printed() {
    const blocks = [
      ...document.querySelectorAll('main :is(h1,h2,h3,h4,p,pre,blockquote,table,ol,ul)'),
    ].filter((block) => isSeen(block) && !block.closest('table :not(table)'))
    const beside = blocks.flatMap((one, at) =>
      blocks.slice(at + 1).flatMap((other) => {
        if (one.contains(other)) return []
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()]
        return Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4
          ? [`${told(one)} | ${told(other)}`]
          : []
      }),
    )
    const useless = [...document.querySelectorAll('nav, form, body > a')].filter(isSeen).map(told)
    const pale = [...document.querySelectorAll('main :is(h1,p,li,a)')]
      .filter(isSeen)
      .filter((element) => contrast(getComputedStyle(element).color, 'rgb(255, 255, 255)') < 4.5)
      .map(told)
    const dark = [document.documentElement, document.body, ...document.querySelectorAll('main *')]
      .filter(isSeen)
      .map((element) => [element, getComputedStyle(element).backgroundColor])
      .filter(([, color]) => color !== 'rgba(0, 0, 0, 0)' && luminance(color) < 0.5)
      .map(([element]) => told(element))
    return { beside, useless, pale, dark }
  }

  /** How far what is set in is from the edge where reading begins, and where lines begin. */
  function readingEdge() {
    const { direction } = getComputedStyle(document.documentElement)
    const near = direction === 'rtl' ? 'Right' : 'Left'
    const main = document.querySelector('main')
    const side = near.toLowerCase()
    const edge = main.getBoundingClientRect()[side]
    const inset = (selector) =>
      [...main.querySelectorAll(selector)].map((element) => {
        const style = getComputedStyle(element)
        const sides = [`padding${near}`, `margin${near}`, `border${near}Width`]
        return Math.round(sides.reduce((sum, side) => sum + Number.parseFloat(style[side]), 0))
      })
    const starts = [...main.querySelectorAll('h1, h2, p')]
      .filter((element) => isSeen(element) && getComputedStyle(element).textAlign === 'start')
      .map((element) => {
        const range = document.createRange()
        range.selectNodeContents(element)
        const rects = [...range.getClientRects()].filter(({ width }) => width > 0)
        // In text of two directions, the boxes of a line come from left to right.
        const line = rects
          .filter(({ top }) => top < (rects[0]?.bottom ?? 0))
          .map((rect) => rect[side])
        const begin = direction === 'rtl' ? Math.max(...line) : Math.min(...line)
        return Math.round(Math.abs(begin - element.getBoundingClientRect()[side]))
      })
    const cells = [...main.querySelectorAll('tr')].map((row) => {
      const [first, second] = [...row.children].map((cell) => cell.getBoundingClientRect().left)
      return direction === 'rtl' ? first > second : first < second
    })
    return {
      direction,
      language: document.documentElement.lang,
      edge: Math.round(direction === 'rtl' ? innerWidth - edge : edge),
      inset: Object.fromEntries(
        ['ul', 'ol', 'blockquote', 'li'].map((name) => [name, inset(name)]),
      ),
      starts: starts.filter(Number.isFinite),
      cells,
    }
  }

  return { cutOff, sideways, spaceText, startTabbing, tabStop, printed, readingEdge }
})()
