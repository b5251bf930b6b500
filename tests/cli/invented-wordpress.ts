/** How much is invented. */
export interface Inventing {
  /** The same seed invents the same export. */
  readonly seed: number
  readonly posts: number
  /** Pictures in the library, which stand between the posts and are no releases. */
  readonly attachments?: number
}

/**
 * A WordPress export (WXR 1.2) of a press office that never was, in pieces: posts of the block editor
 * and of the classic one, in English and Arabic, dated an hour apart from 2004 on.
 */
export async function* inventedWordpress({
  seed,
  posts,
  attachments = 0,
}: Inventing): AsyncGenerator<string> {
  const random = randomFrom(seed)
  yield HEAD
  const every =
    attachments > 0 ? Math.max(1, Math.floor(posts / attachments)) : Number.POSITIVE_INFINITY
  let left = attachments
  for (let number = 1; number <= posts; number++) {
    yield post(number, random)
    if (left > 0 && number % every === 0) {
      yield attachment(posts + left, number)
      left--
    }
  }
  for (; left > 0; left--) yield attachment(posts + left, posts)
  yield '</channel>\n</rss>\n'
}

const HEAD = `<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.8" created="2026-01-31 08:00" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Harbour Authority of Qasr</title>
<link>https://www.harbour.example</link>
<language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://www.harbour.example</wp:base_site_url>
<wp:base_blog_url>https://www.harbour.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[press]]></wp:author_login><wp:author_display_name><![CDATA[Press Office]]></wp:author_display_name></wp:author>
<wp:author><wp:author_id>2</wp:author_id><wp:author_login><![CDATA[maktab]]></wp:author_login><wp:author_display_name><![CDATA[المكتب الصحفي]]></wp:author_display_name></wp:author>
`

type Random = (below: number) => number

function post(number: number, random: Random): string {
  const isArabic = number % 3 === 0
  const words = isArabic ? ARABIC : ENGLISH
  const sentence = () => {
    const count = 8 + random(14)
    return `${Array.from({ length: count }, () => words[random(words.length)]).join(' ')}.`
  }
  const paragraph = () => Array.from({ length: 2 + random(4) }, sentence).join(' ')
  const title = `${sentence().slice(0, -1)} ${number}`
  const body = number % 2 === 0 ? blocks(paragraph, sentence) : classic(paragraph, sentence)
  const moment = new Date(Date.UTC(2004, 0, 1) + number * 3_600_000).toISOString()
  const date = `${moment.slice(0, 10)} ${moment.slice(11, 19)}`
  const slug = `${isArabic ? 'khabar' : 'news'}-${number}`
  return `<item>
<title><![CDATA[${title}]]></title>
<link>https://www.harbour.example/${moment.slice(0, 10).replaceAll('-', '/')}/${slug}/</link>
<dc:creator><![CDATA[${isArabic ? 'maktab' : 'press'}]]></dc:creator>
<guid isPermaLink="false">https://www.harbour.example/?p=${number}</guid>
<content:encoded><![CDATA[${body}]]></content:encoded>
<excerpt:encoded><![CDATA[${number % 5 === 0 ? sentence() : ''}]]></excerpt:encoded>
<wp:post_id>${number}</wp:post_id>
<wp:post_date><![CDATA[${date}]]></wp:post_date>
<wp:post_date_gmt><![CDATA[${date}]]></wp:post_date_gmt>
<wp:post_name><![CDATA[${slug}]]></wp:post_name>
<wp:status><![CDATA[publish]]></wp:status>
<wp:post_type><![CDATA[post]]></wp:post_type>
<wp:post_password><![CDATA[]]></wp:post_password>
<category domain="category" nicename="${TOPICS[random(TOPICS.length)]}"><![CDATA[A topic]]></category>
<category domain="post_tag" nicename="${TOPICS[random(TOPICS.length)]}"><![CDATA[A tag]]></category>
<wp:postmeta><wp:meta_key><![CDATA[_edit_last]]></wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta>
</item>
`
}

const blocks = (paragraph: () => string, sentence: () => string) => `<!-- wp:paragraph -->
<p>${paragraph()}</p>
<!-- /wp:paragraph -->

<!-- wp:heading -->
<h2>${sentence()}</h2>
<!-- /wp:heading -->

<!-- wp:list -->
<ul><li>${sentence()}</li><li><strong>${sentence()}</strong> ${sentence()}</li></ul>
<!-- /wp:list -->

<!-- wp:paragraph -->
<p>${paragraph()} <a href="https://www.harbour.example/tariffs/">${sentence()}</a></p>
<!-- /wp:paragraph -->

<!-- wp:quote -->
<blockquote class="wp-block-quote"><p>${paragraph()}</p></blockquote>
<!-- /wp:quote -->`

const classic = (paragraph: () => string, sentence: () => string) => `${paragraph()}

<strong>${sentence()}</strong>
${paragraph()}

&ldquo;${sentence()}&rdquo; &amp; <em>${sentence()}</em>

<ul>
<li>${sentence()}</li>
<li>${sentence()}</li>
</ul>
${paragraph()}`

const attachment = (id: number, parent: number) => `<item>
<title>picture-${id}</title>
<link>https://www.harbour.example/picture-${id}/</link>
<content:encoded><![CDATA[]]></content:encoded>
<wp:post_id>${id}</wp:post_id>
<wp:post_parent>${parent}</wp:post_parent>
<wp:status>inherit</wp:status>
<wp:post_type>attachment</wp:post_type>
</item>
`

const TOPICS = ['budget', 'harbour', 'open-data', 'public-services', 'culture', 'night-ferry']
const ENGLISH =
  'the council of harbour adopts budget and will open its night ferry to all people from March with new tariffs for the port in which public works are paid by a fund that has been set up this year'.split(
    ' ',
  )
const ARABIC =
  'أعلن مجلس الميناء عن اعتماد الموازنة التي سوف تفتح العبارة الليلية في المدينة من أجل جميع الناس على أن تبدأ الأعمال العامة هذا العام مع التعرفة الجديدة إلى المرفأ وقال المدير إن الصندوق'.split(
    ' ',
  )

/** mulberry32: small, quick, and the same everywhere. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
