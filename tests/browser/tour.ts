import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser } from './chromium.ts'
import { type KindOfPage, kindsOfPages } from './kinds-of-pages.ts'
import { type ServedSite, serveSite } from './served-site.ts'

const AXE = readFileSync(
  join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'),
  'utf8',
)
const IN_PAGE = join(import.meta.dirname, 'in-page.js')

/** Where the pictures in the texts are: a page asks for nothing else than itself and these. */
export const PICTURES = 'https://example.org/'
const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="600"><rect width="100%" height="100%" fill="#789"/></svg>'

/** Looks at a page that is open, and tells what is wrong with it. */
export type Look = (page: Page, kind: KindOfPage) => Promise<readonly unknown[]>

/** The served site with a browser before it. */
export class Tour {
  readonly site: ServedSite
  readonly kinds: readonly KindOfPage[]
  readonly browser: Browser

  private constructor(site: ServedSite, kinds: readonly KindOfPage[], browser: Browser) {
    this.site = site
    this.kinds = kinds
    this.browser = browser
  }

  static async begin(): Promise<Tour> {
    // An address where nothing is: what a page loads from its own site by its full address fails.
    const [site, browser] = await Promise.all([serveSite('https://press.test'), openBrowser()])
    return new Tour(site, await kindsOfPages(site), browser)
  }

  async end(): Promise<void> {
    await this.browser.close()
    await this.site.close()
  }

  /** A tab of its own, in which the pictures of releases are there. */
  async newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext(options)
    await context.addInitScript({ path: IN_PAGE })
    await context.route(`${PICTURES}**`, (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: PICTURE }),
    )
    return context
  }

  /** Opens pages of these kinds one after another in one tab; what is wrong, by page. */
  async visit(
    options: BrowserContextOptions,
    look: Look,
    which: (kind: KindOfPage) => boolean = () => true,
  ): Promise<Record<string, readonly unknown[]>> {
    const context = await this.newContext(options)
    const page = await context.newPage()
    const faults: Record<string, readonly unknown[]> = {}
    for (const kind of this.kinds.filter(which)) {
      await page.goto(this.site.address + kind.path)
      const found = await look(page, kind)
      if (found.length > 0) faults[`${kind.name} (${kind.language})`] = found
    }
    await context.close()
    return faults
  }
}

/** Calls a function of in-page.js, which is typed by who calls it: the page is another world. */
export const inPage = <Result>(page: Page, name: string): Promise<Result> =>
  page.evaluate(`inPage.${name}()`)

interface AxeViolation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly html: string }[]
}

/** The rules that look at colours. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block']
const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Brings axe into a page, past the policy of the page. */
export const bringAxe = (page: Page): Promise<unknown> => page.evaluate(AXE)

/**
 * What axe finds by WCAG 2.0 to 2.2, levels A and AA, and by its best practices.
 * @param rules only these, for what may have changed since it was asked for all
 */
export async function axeViolations(page: Page, rules = AXE_RULES): Promise<string[]> {
  const options = { runOnly: rules, resultTypes: ['violations'], preload: false }
  const found: AxeViolation[] = await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  )
  return found.map(({ id, help, nodes }) => {
    const [first] = nodes
    return `${id}: ${help}: ${nodes.length} × ${first?.target.join(' ')} ${first?.html.slice(0, 120)}`
  })
}
