import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

/** The rooms of the house, and which other rooms and packages each may import. */
const ARROWS: Record<string, readonly string[]> = {
  newsroom: ['@sindresorhus/slugify', 'stemmer'],
  brand: [],
  'caching.ts': [],
  'clock.ts': [],
  'site.ts': ['newsroom', 'brand'],
  pages: ['newsroom', 'site.ts', 'brand', 'markdown-it', 'markdown-it-footnote'],
  db: ['newsroom', 'caching.ts', 'drizzle-orm'],
  'rebuild.ts': ['newsroom', 'pages', 'caching.ts'],
  routes: [
    'newsroom',
    'pages',
    'caching.ts',
    'rebuild.ts',
    'site.ts',
    'hono',
    'zod',
    'jsonc-parser',
  ],
  // For programs in TypeScript, whichever they are: the Worker has no part in it.
  'client.ts': ['hono', 'routes'],
  // At a terminal, in Node: they speak to the Worker over HTTP and to wrangler as a process.
  commands: ['cli', 'clock.ts', 'newsroom', 'site.ts', 'node:', 'wrangler'],
  // Anywhere that Node runs, against any newsroom: it knows it by its contract alone.
  cli: [
    'client.ts',
    'clock.ts',
    'newsroom',
    'node:',
    'commander',
    'string-width',
    'yaml',
    'sax',
    'turndown',
  ],
}

interface File {
  readonly path: string
  readonly room: string
  readonly text: string
}

const files: File[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((path) => ({
    path: path.replaceAll('\\', '/'),
    room: path.split(/[\\/]/)[0] ?? '',
    text: readFileSync(join(SRC, path), 'utf8'),
  }))

/** What a file imports: a room of the house, or a package. */
function importsOf({ path, room, text }: File): string[] {
  const pattern =
    /^(?:import|export)\b[^'=;(]*\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm
  const specifiers = [...text.matchAll(pattern)].map(([, a, b, c]) => a ?? b ?? c ?? '')
  return specifiers
    .map((to) => {
      if (!to.startsWith('.')) return to
      return relative(SRC, join(SRC, dirname(path), to)).split(/[\\/]/)[0] ?? ''
    })
    .filter((to) => to !== room)
}

const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')

describe('the house', () => {
  test('has the rooms of the design and no other', () => {
    const rooms = new Set(files.map(({ room }) => room))
    expect([...rooms].sort()).toEqual([...Object.keys(ARROWS), 'worker.ts'].sort())
  })

  test.each(files.filter(({ room }) => room !== 'worker.ts'))(
    '$path imports only what its room may',
    (file) => {
      const allowed = ARROWS[file.room] ?? []
      const forbidden = importsOf(file).filter(
        (to) =>
          !allowed.some(
            (name) =>
              to === name ||
              to.startsWith(`${name}/`) ||
              (name.endsWith(':') && to.startsWith(name)),
          ),
      )
      expect(forbidden).toEqual([])
    },
  )

  test('only pages/prose.ts knows Markdown, and only newsroom/slug.ts transliterates', () => {
    const importing = (name: string) =>
      files.filter((file) => importsOf(file).includes(name)).map(({ path }) => path)
    expect(importing('markdown-it')).toEqual(['pages/prose.ts'])
    expect(importing('@sindresorhus/slugify')).toEqual(['newsroom/slug.ts'])
  })

  test('only the clock asks what time it is', () => {
    const asking = files.filter(({ text }) =>
      /\bDate\.now\b|new Date\(\s*\)|performance\.now/.test(withoutComments(text)),
    )
    expect(asking.map(({ path }) => path)).toEqual(['clock.ts'])
  })

  test('only caching.ts says how long an answer may be kept', () => {
    const saying = files.filter(({ text }) =>
      /Cache-Control|CDN-Cache|Cache-Tag|max-age/i.test(
        withoutComments(text).replace(/Strict-Transport-Security': 'max-age/, ''),
      ),
    )
    expect(saying.map(({ path }) => path)).toEqual(['caching.ts'])
  })

  test('only worker.ts exports a default, and nothing imports it', () => {
    const exporting = files.filter(({ text }) => /^export default/m.test(text))
    expect(exporting.map(({ path }) => path)).toEqual(['worker.ts'])
    expect(files.filter((file) => importsOf(file).includes('worker.ts'))).toEqual([])
  })

  test('has one door for raw markup', () => {
    const raw = files.filter(
      ({ path, room, text }) =>
        room === 'pages' && path !== 'pages/markup.ts' && /\braw\(|new Markup\(/.test(text),
    )
    expect(raw.map(({ path }) => path).sort()).toEqual(['pages/layout.ts', 'pages/prose.ts'])
  })

  test('has no room without a noun, and no barrel', () => {
    const nameless = files.filter(({ path }) =>
      /(utils?|helpers?|services?|types|index)\b/.test(path),
    )
    expect(nameless.map(({ path }) => path)).toEqual([])
  })

  test('has a small top level', () => {
    const top = readdirSync(ROOT).filter(
      (name) =>
        ![
          'node_modules',
          '.git',
          '.wrangler',
          'dist',
          'coverage',
          'screenshots',
          '.vitest',
        ].includes(name),
    )
    expect(top.sort()).toEqual(
      [
        '.ci',
        '.github',
        '.gitignore',
        'LICENSE',
        'README.md',
        'biome.json',
        'migrations',
        'package-lock.json',
        'package.json',
        'src',
        'tests',
        'tsconfig.json',
        'wrangler.toml',
      ].sort(),
    )
  })
})
