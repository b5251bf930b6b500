/** The stylesheet, sent within each page and allowed by its digest. */
export const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#1a1a18,#e9e7e2);--paper:light-dark(#fdfcfa,#161614);
--quiet:light-dark(#5b5851,#a8a49b);--line:light-dark(#d9d5cc,#3a3833);--link:light-dark(#0b4a8f,#8fbcf0);
--mark:light-dark(#fdf3d8,#332b12)}
*{box-sizing:border-box}
html{font:100%/1.6 Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif;
-webkit-text-size-adjust:100%;text-size-adjust:100%}
html:lang(ar){font-family:"Noto Naskh Arabic","Geeza Pro","Traditional Arabic","Segoe UI",Tahoma,serif;
line-height:1.9}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
header.site,main,footer.site{max-width:44rem;margin-inline:auto;padding-inline:1.25rem}
header.site{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:baseline;
padding-block:1.25rem .75rem;border-block-end:1px solid var(--line)}
header.site .name{font-weight:700;margin-inline-end:auto;color:inherit;text-decoration:none}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
nav a{display:inline-block;padding-block:.2rem}
main{padding-block:1.5rem 3rem}
.skip{position:absolute;inset-inline-start:-999rem}
.skip:focus{inset-inline-start:1rem;background:var(--paper);padding:.5rem}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.3rem);line-height:1.2;margin:.25rem 0 .75rem;text-wrap:balance}
h2{font-size:1.3rem;line-height:1.3;margin:2rem 0 .5rem}
h3{font-size:1.1rem;margin:1.5rem 0 .5rem}
:lang(ar) h1,:lang(ar) h2,:lang(ar) h3{line-height:1.5}
p,ul,ol,blockquote,.table{margin:0 0 1rem}
.kicker,.meta,.trail{color:var(--quiet);font-size:.95rem;margin:0}
.trail{margin-block-end:1rem}
.trail a{color:inherit}
.standfirst{font-size:1.2rem;line-height:1.45;color:var(--quiet)}
:lang(ar) .standfirst{line-height:1.75}
.dateline{font-weight:700;margin-block-start:1.25rem}
blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:3px solid var(--line)}
pre{overflow-x:auto}
.table{overflow-x:auto}
table{border-collapse:collapse}
th,td{border-block-end:1px solid var(--line);padding:.4rem .8rem .4rem 0;text-align:start;vertical-align:top}
:dir(rtl) th,:dir(rtl) td{padding:.4rem 0 .4rem .8rem}
th.at-end,td.at-end{text-align:end}
th.at-middle,td.at-middle{text-align:center}
img{max-width:100%;height:auto}
.box{background:var(--mark);padding:.75rem 1rem;margin-block:1.25rem 1.5rem}
.box h2{margin-block-start:0;font-size:1.05rem}
.box p:last-child,.box ul:last-child{margin-block-end:0}
.end{text-align:center;color:var(--quiet);letter-spacing:.3em}
.matter{border-block-start:1px solid var(--line);margin-block-start:2rem;font-size:.95rem}
.releases{list-style:none;padding:0}
.releases>li{padding-block:1rem;border-block-end:1px solid var(--line)}
.releases h2,.releases h3{font-size:1.2rem;margin:.1rem 0 .3rem}
.releases p{margin:0}
.counts{list-style:none;padding:0}
.counts li{display:flex;gap:1rem;justify-content:space-between;padding-block:.4rem;
border-block-end:1px solid var(--line)}
.counts span{color:var(--quiet)}
.turn{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;justify-content:space-between}
footer.site{padding-block:1rem 2rem;border-block-start:1px solid var(--line);color:var(--quiet);font-size:.9rem}
@media print{header.site nav,.skip,footer.site,.turn,.trail{display:none}body{background:none;color:#000}}
`.replaceAll('\n', '')
