/** Of the page of an ask, and of what follows it. On paper it is a poster: what is asked, and the way to it. */
export const ASK_STYLE = `
.lines{white-space:pre-line}
.languages{display:flex;gap:1rem;justify-content:flex-end;padding-block:.5rem}
.languages a{display:inline-block;padding:.375rem .25rem}
.short{display:flex;flex-wrap:wrap;gap:1rem;align-items:center;margin:1rem 0}
.short svg{display:block;inline-size:8rem;block-size:8rem;border-radius:.25rem}
.short a{font-size:1.125rem;font-weight:bold;overflow-wrap:break-word}
.short figcaption{flex:1 1 11rem;min-inline-size:0}
.card>h2:first-child{margin-block-start:0}
form>p:has(button){margin-block:1rem}
table{margin-block-end:1rem}
[hidden]{display:none}
@media print{.languages{display:none}h1{font-size:26pt}.short svg{inline-size:5cm;block-size:5cm}.short a{font-size:16pt}.notice{border:0;padding:0}}
`;
