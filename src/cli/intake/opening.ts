import { stat } from 'node:fs/promises'
import { Failure } from '../exit.ts'
import { beginning, readable, type Source, sourceAt } from './bytes.ts'
import { feedItems } from './feed.ts'
import { FolderIntake, folderFormat } from './folder.ts'
import { ghostItems } from './ghost.ts'
import { govukItems } from './govuk.ts'
import type { Format, Intake, IntakeOptions, Item, Open } from './intake.ts'
import { jsonlItems } from './jsonl.ts'
import { wordpressItems } from './wordpress.ts'

type Read = (source: Source, options: IntakeOptions) => AsyncGenerator<Item>

const READ: Readonly<Record<Exclude<Format, 'folder'>, Read>> = {
  wordpress: wordpressItems,
  ghost: ghostItems,
  feed: feedItems,
  govuk: govukItems,
  jsonl: jsonlItems,
}

/**
 * Opens what another newsroom gave out: a file, also one packed with gzip, or a folder.
 * @throws Failure `unreadable` where it cannot be read, or none of the formats is told by it
 */
export const open: Open = async (path, options) => {
  const isFolder = (await readable(path, () => stat(path))).isDirectory()
  const text = isFolder || /\.(?:md|markdown|txt)$/i.test(path)
  if (text && (options.format ?? 'folder') === 'folder') {
    const format = options.format ?? (isFolder ? await folderFormat(path) : 'folder')
    return FolderIntake.open(path, format, options)
  }
  if (isFolder) return FolderIntake.open(path, options.format ?? 'folder', options)
  const source = await sourceAt(path)
  const format = options.format ?? told(await beginning(source, options.encoding))
  if (format === 'folder') return FolderIntake.open(path, format, options)
  if (format === null)
    throw new Failure('unreadable', `${path} is in none of the formats that can be imported.`, [
      'Say which it is in with --format, if it is one of them.',
    ])
  return intake(format, source, options)
}

const intake = (
  format: Exclude<Format, 'folder'>,
  source: Source,
  options: IntakeOptions,
): Intake => ({
  format,
  size: source.size,
  position: () => source.position(),
  items() {
    source.expect(1)
    return READ[format](source, options)
  },
})

/** The format that the beginning of a text tells; null for none. */
export function told(beginning: string): Format | null {
  const text = beginning.replace(/^\uFEFF/, '').trimStart()
  if (text.startsWith('<')) {
    if (/<rss\b[^>]*xmlns:wp=|<wp:wxr_version>/.test(text)) return 'wordpress'
    return /<(?:\w+:)?(?:rss|feed|RDF)\b/.test(text) ? 'feed' : null
  }
  if (!/^[{[]/.test(text)) return null
  if (/"version"\s*:\s*"https?:\/\/jsonfeed\.org\/version/.test(text)) return 'feed'
  if (/^\{\s*"(?:db|meta|data)"\s*:/.test(text) && !/^\{\s*"data"\s*:\s*"/.test(text))
    return 'ghost'
  if (/"(?:base_path|content_id|schema_name)"\s*:/.test(text) && !/"texts"\s*:/.test(text))
    return 'govuk'
  if (/^\{.*"(?:type|texts)"\s*:/.test(text)) return 'jsonl'
  if (/"items"\s*:\s*\[/.test(text)) return 'feed'
  return /^\{[^\n]*\}\s*(?:\n|$)/.test(text) ? 'jsonl' : null
}
