import { into, PROSE } from './places.ts'

/** What Markdown could be talked into. */
export const LINKS = into(PROSE, {
  'a link to a script': '[x](javascript:alert(1))',
  'a link to a script in changing case': '[x](JaVaScRiPt:alert(1))',
  'a link with an entity for the colon':
    '[x](javascript&colon;alert(1)) [y](javascript&#58;alert(1))',
  'a link with an entity for a letter':
    '[x](&#x6A;avascript:alert(1)) [y](&#0000106avascript:alert(1))',
  'a link with a tab in its scheme':
    '[x](<java&Tab;script:alert(1)>) [y](<java&NewLine;script:a()>)',
  'a link that begins with what nobody sees':
    '[a](&#1;javascript:a()) [b](\u00A0javascript:a()) [c](<\u3000javascript:a()>) [d](\u200Bjavascript:a()) [e](&#12;javascript:a())',
  'a link to another kind of script': '[x](vbscript:msgbox(1)) [y](livescript:a()) [z](mocha:a())',
  'a link to data': '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  'a picture of data': '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)',
  'a picture of a script': '![x](javascript:alert(1))',
  'a picture with a description of attributes':
    '![" onerror="alert(1)](x.png "t\\" onload=\\"a()")',
  'a picture in a picture': '![![x](javascript:alert(1))](https://e.test/"onerror="a.png)',
  'a title of attributes': '[x](https://e.test/ "\\" onmouseover=\\"alert(1)")',
  'an address of attributes':
    '[x](https://e.test/"onclick="alert(1)) [y](<https://e.test/ onclick=a()>)',
  'a definition of a script': '[x]: javascript:alert(1)\n\n[x] and [x][]',
  'a definition with a title of markup': "[x]: https://e.test '<script>alert(1)</script>'\n\n[x]",
  'an address in angle brackets': '<javascript:alert(1)>',
  'an address in angle brackets with attributes': '<https://e.test/"onclick=alert(1)//>',
  'links to files and to programs':
    '[a](file:///etc/passwd) [b](blob:https://e.test/x) [c](filesystem:x) [d](intent://x#Intent;end) [e](about:blank) [f](view-source:x) [g](ms-settings:x)',
  'links to another host':
    '[a](//evil.test) [b](\\\\\\\\evil.test) [c](/\\\\evil.test) [d](https:evil.test)',
  'a link to a host that looks like this one': '[x](https://press.test@evil.test/)',
  'a link to an e-mail with headers': '[x](mailto:a@b.test?body=%0d%0aBcc:c@d.test)',
  'a link to a telephone': '[x](tel:+1;ext=javascript:alert(1))',
  'an encoded scheme': '[x](%6aavascript:alert(1)) [y](javascript%3Aalert(1))',
  'a scheme in a query':
    '[x](?javascript:alert(1)) [y](#javascript:alert(1)) [z](./javascript:a())',
  'a link within a link': '[a](https://a.test/[b](javascript:alert(1)))',
  'a language of code with attributes':
    '```html"onload="alert(1) x\n<script>alert(1)</script>\n```',
  'the end of code': '```\n</code></pre><script>alert(1)</script>\n```\n\n`</code><script>`',
  'code by its spaces': '    <img src=x onerror=alert(1)>\n    &lt;b&gt;',
  'escaped signs': '\\<script>alert(1)\\</script> \\&lt; \\[x](javascript:a())',
  'a table of attributes': '| a" onclick="x | b |\n|:--|--:|\n| <b | [x](javascript:a()) |',
  'a footnote named by attributes':
    'x[^"onclick="a] y[^1]\n\n[^"onclick="a]: N\n\n[^1]: [x](javascript:a())',
  'a footnote named like a property':
    'x[^__proto__] y[^constructor]\n\n[^__proto__]: N\n\n[^constructor]: M',
  'a heading with attributes': '# x {#main onclick=alert(1)}\n\n## <\n\n###### &lt;h1&gt;',
  'the beginning of front matter':
    '---\nheadline: "another"\nurl: javascript:alert(1)\n---\n\nText',
  'a list from a great number': '999999999. x\n1000000000. y\n-1. z',
  'many lists in each other': `${Array.from({ length: 60 }, (_, at) => `${' '.repeat(2 * at)}- x`).join('\n')}`,
  'a comment': 'x <!-- y --> z',
  'a tag over two lines': '<img\nsrc=x onerror=alert(1)>',
  'separators of lines in Markdown': 'a\u2028# b\u2029[c](javascript:a())',
  'ends of line of all kinds': 'a\r\n\r\nb\rc\n\n    d',
  'a tab': 'a\tb\n\n\tcode <b>',
})
