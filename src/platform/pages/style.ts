/**
 * What all pages share: one column that reads well on a telephone, light and dark by the choice of the reader's system,
 * black on white on paper. Logical properties only, so that it turns with the direction of the text.
 */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--card:#f6f5f2;--ink:#1b1b1a;--faint:#5b5a56;--line:#c9c6be;--accent:#0b5c8f;--on-accent:#fff;--good:#1c6b3a;--warn:#8a3b00;--focus:#0b5c8f}
@media (prefers-color-scheme:dark){:root{--ground:#161615;--card:#222120;--ink:#efeeea;--faint:#b3b0a8;--line:#4b4944;--accent:#7cc3f0;--on-accent:#10222e;--good:#7fd6a0;--warn:#ffb27a;--focus:#9bd4f7}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.55 system-ui,"Noto Sans","Segoe UI",sans-serif;overflow-wrap:anywhere}
main,body>header,body>footer{max-width:46rem;margin-inline:auto;padding-inline:1rem}
main{padding-block:1rem 3rem}
h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0}
h2{font-size:1.25rem;line-height:1.3;margin:2rem 0 .5rem}
h3{font-size:1.0625rem;margin:1rem 0 .25rem}
p{margin:0 0 .75rem}
a{color:var(--accent)}
a:focus-visible,button:focus-visible,input:focus-visible,textarea:focus-visible,select:focus-visible,summary:focus-visible{outline:.1875rem solid var(--focus);outline-offset:.125rem}
.skip{position:absolute;inset-inline-start:-100vw}
.skip:focus{position:static;display:inline-block;padding:.5rem 1rem}
.faint{color:var(--faint)}
.card{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:0 0 1rem}
.notice{border-inline-start:.25rem solid var(--warn);padding:.25rem .75rem;margin:0 0 1rem}
.fault{border-inline-start:.25rem solid var(--warn);padding-inline-start:.75rem;font-weight:bold}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:.375rem .5rem;border-block-end:1px solid var(--line)}
td.number,th.number{text-align:end;font-variant-numeric:tabular-nums}
label{display:block;margin:.75rem 0 .25rem}
input,textarea,select,button{font:inherit;color:inherit}
input:not([type=checkbox]):not([type=radio]),textarea,select{width:100%;padding:.5rem;border:1px solid var(--faint);border-radius:.25rem;background:var(--ground)}
button,.button{display:inline-block;min-height:2.75rem;padding:.5rem 1.25rem;border:1px solid var(--accent);border-radius:.25rem;background:var(--accent);color:var(--on-accent);text-decoration:none;cursor:pointer}
.seen-by-readers{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{:root{--ground:#fff;--card:#fff;--ink:#000;--faint:#333;--line:#777;--accent:#000;--on-accent:#fff;--good:#000;--warn:#000}body{font-size:10.5pt}.skip,.only-on-screen{display:none}a{color:inherit}h2,h3{break-after:avoid}tr,figure,.card{break-inside:avoid}}
`;
