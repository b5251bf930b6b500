import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const ROOT = join(import.meta.dirname, '../..')
const PACKED = '@sparticuz/chromium'
/** For what the pages ask a reader's system for. Chromium reads TTF from there, but no WOFF. */
const FONTS = ['@expo-google-fonts/gelasio', '@expo-google-fonts/noto-naskh-arabic']

/**
 * A browser from npm alone: Chromium's headless shell, with the libraries and fonts that a bare
 * machine lacks. `CHROMIUM_PATH` names another executable, which gets what the machine has.
 */
export async function openBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH
  const home = given ? '' : unpacked()
  const fonts = mkdtempSync(join(tmpdir(), 'pressroom-fonts-'))
  const browser = await chromium.launch({
    executablePath: given || join(home, 'chromium'),
    env: { ...process.env, ...(given ? {} : surroundings(home, fonts)) },
    // The package recommends more flags, which turn off what a reader's browser does
    // (--disable-web-security, --single-process).
    args: ['--no-sandbox', '--font-render-hinting=none'],
  })
  return browser.on('disconnected', () => rmSync(fonts, { recursive: true, force: true }))
}

/** Unpacks a version once on each machine, also where several runs begin at the same time. */
function unpacked(): string {
  const { version } = JSON.parse(
    readFileSync(join(ROOT, 'node_modules', PACKED, 'package.json'), 'utf8'),
  )
  const home = join(tmpdir(), `pressroom-chromium-${version}`)
  if (existsSync(home)) return home
  const fresh = mkdtempSync(`${home}-`)
  const unpack = `import('${PACKED}').then(({ default: packed }) => packed.executablePath())`
  execFileSync(process.execPath, ['-e', unpack], {
    cwd: ROOT,
    // It unpacks into the directory for temporary files, and the system's libraries only where it
    // takes the machine for one of those that it was made for.
    env: { ...process.env, TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
  })
  try {
    renameSync(fresh, home)
  } catch (error) {
    if (!existsSync(home)) throw error
  }
  return home
}

/** The libraries, and a fonts.conf by which the same fonts are found on every machine. */
function surroundings(home: string, folder: string): Record<string, string> {
  const folders = [join(home, 'fonts'), ...FONTS.map((name) => join(ROOT, 'node_modules', name))]
  writeFileSync(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((at) => `<dir>${at}</dir>`).join('\n')}
<cachedir>${folder}</cachedir>
<!-- Gelasio has the measures of Georgia, which most readers have. -->
<alias binding="same"><family>Georgia</family><prefer><family>Gelasio</family></prefer></alias>
<alias><family>serif</family>
<prefer><family>Gelasio</family><family>Noto Naskh Arabic</family></prefer></alias>
</fontconfig>
`,
  )
  const libraries = [join(home, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean)
  return { LD_LIBRARY_PATH: libraries.join(':'), FONTCONFIG_PATH: folder }
}
