/**
 * The site's three colours are --ink, --paper and --accent; every other one is mixed from them. No
 * text has less ink than --quiet, whose contrast is checked when the settings are read.
 */
export const LOOK = `
:root{color-scheme:light dark;
--quiet:color-mix(in srgb,var(--ink) 70%,var(--paper));
--edge:color-mix(in srgb,var(--ink) 60%,var(--paper));
--line:color-mix(in srgb,var(--ink) 18%,var(--paper));
--wash:color-mix(in srgb,var(--ink) 4%,var(--paper));
--serif:Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif",Georgia,serif;
--plain:system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;
--tight:1.15;--loose:1.6}
:lang(ar){--serif:"Noto Naskh Arabic","Geeza Pro","Segoe UI",Tahoma,serif;
--plain:"Noto Sans Arabic","Geeza Pro","Segoe UI",Tahoma,sans-serif;--tight:1.45;--loose:1.95}
*{box-sizing:border-box}
html{font:clamp(100%,calc(94% + .3vw),115%)/var(--loose) var(--serif);
-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;border-block-start:.3rem solid var(--accent);background:var(--paper);color:var(--ink);overflow-wrap:break-word}
[lang]{font-family:var(--serif)}
a{color:var(--accent);text-decoration-thickness:.06em;text-underline-offset:.18em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
p,ul,ol,dl,blockquote,pre,.table{margin:0 0 1.1rem}
h1,h2,h3,h4,h5,h6{line-height:var(--tight);margin:2rem 0 .6rem;text-wrap:balance}
h1{font-size:clamp(1.75rem,1.1rem + 3vw,2.9rem);margin:.4rem 0 .8rem}
h2{font-size:1.35rem}
h3{font-size:1.12rem}
h4,h5,h6{font-size:1rem}
:lang(ar) em{font-style:normal;font-weight:700}

header.site,main,footer.site{inline-size:min(62rem,100% - clamp(2rem,8vw,4rem));margin-inline:auto}
main{padding-block:1.75rem 3.5rem}
main>*{max-inline-size:36rem;margin-inline:auto}
main>.front{max-inline-size:none}
.skip{position:absolute;inset-inline-start:1rem;inset-block-start:-9rem;background:var(--paper);padding:.75rem}
.skip:focus{inset-block-start:0}
.unseen{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}

header.site{padding-block-start:1.1rem}
header.site .name{display:flex;align-items:center;gap:.75rem;inline-size:fit-content;min-block-size:2.75rem;color:inherit;
text-decoration:none;font-weight:700;font-size:clamp(1.25rem,1rem + 1.2vw,1.75rem);line-height:var(--tight)}
header.site .name span{min-inline-size:0;overflow-wrap:anywhere}
.logo{display:flex;flex:none;color:var(--accent)}
.logo svg{display:block;block-size:2.75rem;inline-size:auto;max-inline-size:9rem}
header.site nav{border-block:1px solid var(--line);margin-block-start:.9rem}
nav,.kicker,.meta,.address,.months,.counts,.search,footer.site,.year h2 span,.onward{font-family:var(--plain)}
nav [lang],footer.site [lang]{font-family:var(--plain)}
nav ul,footer.site ul,.topics{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 1.5rem}
nav a,footer.site a,.topics a,.onward a,.meta a{display:inline-block;padding-block:.4rem}
header.site nav{font-size:.9rem}
header.site nav a{color:inherit;text-decoration:none}
header.site nav a:hover,header.site nav [aria-current]{text-decoration:underline}
header.site nav li:not(:has([lang]))+li:has([lang]){margin-inline-start:auto}

.trail{font-size:.85rem;margin-block-end:1rem}
.trail a{color:var(--quiet)}
.trail ul{gap:0}
.trail li+li::before{content:"/";color:var(--quiet);padding-inline:.6rem}
.kicker,.meta{font-size:.85rem;line-height:1.5;color:var(--quiet);margin:0}
@media(min-width:20em){.kicker time{white-space:nowrap}}
:lang(ar) .kicker,:lang(ar) .meta{line-height:1.8}
.kind{font-weight:700;color:var(--accent)}
.standfirst{font-size:1.25rem;line-height:1.4;color:var(--quiet);text-wrap:pretty}
:lang(ar) .standfirst{line-height:1.75}
.box{border:1px solid var(--line);border-inline-start:.3rem solid var(--accent);
padding:.9rem 1.1rem;margin-block:1.25rem 1.5rem}
.box h2{font:700 .9rem/1.5 var(--plain);margin:0 0 .4rem}
.box ul{list-style:none;margin:0;padding:0}
.box li+li{margin-block-start:.6rem}
.box li b{display:block;font:400 .85rem/1.6 var(--plain);color:var(--quiet)}
.box dt{font:700 .85rem/1.6 var(--plain)}
.box dd{margin:0 0 .7rem}
.box dd:last-child{margin:0}

article.release header{border-block-end:1px solid var(--line);margin-block-end:1.1rem}
.text{margin-block-start:1.25rem}
.dateline{font-weight:600}
.place{text-transform:uppercase;letter-spacing:.05em;font-size:.92em}
:lang(ar) .place{letter-spacing:0;font-size:1em}
.text li{margin-block-end:.45rem}
.text ol,.text ul{padding-inline-start:1.75rem}
.text ol>li::marker{font-weight:700;font-variant-numeric:tabular-nums}
blockquote{border-inline-start:.2rem solid var(--accent);padding-inline-start:1.1rem;margin-inline:0;font-size:1.06rem}
blockquote>:last-child{margin-block-end:0}
hr{border:0;border-block-start:1px solid var(--line);margin:2rem auto;inline-size:6rem}
code,pre{unicode-bidi:plaintext;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em}
pre,.table{overflow-x:auto}
pre{background:var(--wash);padding:.75rem 1rem}
table{border-collapse:collapse;font-family:var(--plain);font-size:.9rem;line-height:1.5;font-variant-numeric:tabular-nums}
th,td{border-block-end:1px solid var(--line);padding-block:.5rem;padding-inline:0 1.25rem;text-align:start;vertical-align:top}
thead th{border-block-end:2px solid var(--ink)}
.at-end{text-align:end}
.at-middle{text-align:center}
img{max-inline-size:100%;block-size:auto}
.footnote-ref{line-height:0;font-size:.75em;font-family:var(--plain)}
.footnotes{border-block-start:1px solid var(--line);padding-block-start:.9rem;margin-block-start:2rem;font-size:.9rem}
.footnotes p{margin-block-end:.4rem}
.footnotes :target{outline:2px solid var(--edge);outline-offset:.2rem}
.end{text-align:center;color:var(--quiet);letter-spacing:.4em;margin-block:1.75rem}
.matter{border-block-start:1px solid var(--line);padding-block:.9rem;font-size:.95rem}
.matter h2{font:700 .9rem/1.5 var(--plain);margin:0 0 .35rem}
.matter p:last-child{margin:0}
.matter .text{margin:0}
.matter .footnotes{margin-block-start:.9rem}
.turn{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1.5rem;font-size:.95rem;
border-block-start:1px solid var(--line);padding-block:.5rem;margin-block-start:1.5rem}
.turn+.turn{margin-block-start:0}
.turn a:only-child,.turn [rel~=next]{margin-inline-start:auto}

.releases{list-style:none;padding:0}
.releases>li{padding-block:1.1rem;border-block-start:1px solid var(--line)}
.releases h2,.releases h3{font-size:1.25rem;line-height:1.3;margin:.15rem 0 .3rem}
:lang(ar) .releases h2,:lang(ar) .releases h3{line-height:1.6}
.releases h2 a,.releases h3 a{color:var(--ink);text-decoration-color:transparent}
.releases h2 a:hover,.releases h3 a:hover{text-decoration-color:currentcolor}
.releases article>p:last-child{margin:0;line-height:1.5}
:lang(ar) .releases article>p:last-child{line-height:1.85}
mark{background:color-mix(in srgb,var(--accent) 20%,var(--paper));color:var(--ink);padding-inline:.1em}
.front>h1{font:700 .9rem/1.5 var(--plain);margin:0 0 .5rem}
.front li:first-child h2{font-size:clamp(1.75rem,1.1rem + 3vw,2.9rem);line-height:var(--tight)}
.front li:first-child article>p:last-child{font-size:1.2rem;color:var(--quiet);max-inline-size:44rem}
.front>.search{max-inline-size:36rem}
@media(min-width:52rem){.front .releases{display:grid;grid-template-columns:1fr 1fr;column-gap:3rem}
.front li:first-child{grid-column:1/-1}}
.day h2{font:700 .95rem/1.5 var(--plain);border-block-start:2px solid var(--ink);padding-block-start:.4rem;margin-block:1.75rem 0}
.day .releases>li:first-child{border:0}

.year h2{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:0 1rem;margin-block:1.5rem .25rem}
.year h2 a{padding-block:.2rem}
.year h2 span{font-size:.9rem;font-weight:400;color:var(--quiet)}
.months{list-style:none;padding:0;display:grid;grid-template-columns:repeat(6,1fr);gap:.5rem .25rem;
font-size:.75rem;line-height:1.4;text-align:center}
.months li{position:relative}
.months a{display:grid;color:inherit;text-decoration:none}
.months a:hover{text-decoration:underline}
.months li>span:last-child{display:block;border-block-start:2px solid var(--line);margin-block-start:2.5rem;padding-block-start:.2rem;color:var(--quiet)}
.months svg{inline-size:55%;block-size:2.5rem;margin-inline:auto}
.months a>span:not(.unseen){border-block-start:2px solid var(--edge);padding-block-start:.2rem}
:is(.months,.counts) rect{fill:var(--accent)}
@media(min-width:40rem){.months{grid-template-columns:repeat(12,1fr);font-size:.7rem}}
.counts{list-style:none;padding:0;font-size:.95rem}
.counts li{display:grid;grid-template-columns:7.5rem 1fr auto;align-items:center;gap:.75rem;border-block-end:1px solid var(--line)}
.counts a{padding-block:.45rem}
.counts svg{display:block}
.count{color:var(--quiet);font-size:.9rem;font-variant-numeric:tabular-nums}
@media(max-width:30rem){.counts li{grid-template-columns:5.5rem 1fr auto}}

.search{display:flex;flex-wrap:wrap;gap:.9rem 1rem;align-items:end;font-size:.9rem;margin-block:1rem 2rem}
.search p{margin:0}
.search .words{flex:1 1 14rem}
.search .words:not(:nth-last-child(2)){flex-basis:100%}
.search label{display:block;line-height:1.6}
.search input,.search select,.search button{font:inherit;font-size:1rem;line-height:1.5;min-block-size:2.75rem;color:inherit;
background:var(--paper);border:1px solid var(--edge);border-radius:0;padding:.4rem .7rem;max-inline-size:100%}
.search .words input{inline-size:100%}
.search [inputmode]{inline-size:6.5rem}
.search .tick{display:flex;align-items:center;gap:.5rem;min-block-size:2.75rem}
.search .tick input{min-block-size:0;inline-size:1.5rem;block-size:1.5rem;margin:0;accent-color:var(--accent)}
.search button{background:var(--accent);border-color:var(--accent);color:var(--paper);font-weight:700;padding-inline:1.4rem;cursor:pointer}
.quiet{color:var(--quiet)}

footer.site{border-block-start:1px solid var(--line);padding-block:1.25rem 2.5rem;font-size:.85rem;color:var(--quiet)}
footer.site .name{font-weight:700;margin:0}
footer.site a{color:inherit}
.address{display:none}

@media(prefers-contrast:more){:root{--quiet:var(--ink);--edge:var(--ink);--line:var(--edge)}}
@media(forced-colors:active){:is(.months,.counts) rect{fill:CanvasText}mark{font-weight:700}}
@page{size:A4;margin:20mm 22mm 22mm}
@media print{
:root{color-scheme:only light;--paper:#fff;--ink:#000;--accent:#000;--quiet:#333}
html{font-size:10.5pt;line-height:1.5}
:lang(ar){--loose:1.8}
header.site,main,footer.site,main>*{max-inline-size:none;inline-size:auto}
header.site{padding-block-start:.6rem}
body{border-block-start:1.5pt solid}
header.site .name{min-block-size:0;font-size:13pt}
nav,header.site nav,.skip,.trail,.turn,.search,.onward,.topics,.matter:has(.topics),footer.site ul,.footnote-backref{display:none}
main{padding-block:1rem 0}
h1{font-size:21pt}
h1,h2,h3,h4,h5,h6{break-after:avoid}
.end{break-before:avoid;margin-block:1rem}
p,li{orphans:3;widows:3}
blockquote,tr,img,.box,.matter,.releases>li{break-inside:avoid}
pre,.table{overflow:visible}
.text a[href^=http]::after{content:" (" attr(href) ")";direction:ltr;unicode-bidi:isolate;font-size:.85em}
footer.site{padding-block:.6rem 0;font-size:8.5pt}
.address{display:block;margin:0}}
`.replaceAll('\n', '')
