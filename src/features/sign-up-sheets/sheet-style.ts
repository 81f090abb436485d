/** For paper first: black on white, rows that a hand can write in, and no row torn in two. */
export const SHEET_STYLE = `
body{margin:0;font:9.5pt/1.3 "Noto Sans","DejaVu Sans",system-ui,sans-serif;color:#000;background:#fff}
main{overflow-wrap:anywhere;max-width:184mm;margin:0 auto}
p{margin:0 0 1mm}
h1{font-size:16pt;line-height:1.2;margin:1mm 0 2mm}
h2{font-size:10.5pt;margin:0 0 1mm;break-after:avoid}
header{display:flex;gap:6mm;justify-content:space-between;align-items:flex-start}
header>div{flex:1;min-width:0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 4mm;margin:0 0 2mm}
dt{font-weight:bold}
dd{margin:0}
figure{margin:0;width:38mm;flex:none;text-align:center}
figure svg{width:34mm;height:34mm;display:block;margin:0 auto}
figcaption{font-size:7.5pt;line-height:1.25}
.link{display:block;font-family:"DejaVu Sans Mono",monospace;font-size:7pt;text-align:left}
.asked{columns:2;column-gap:6mm;margin:2mm 0}
.asked section{margin-bottom:2mm}
p{orphans:3;widows:3}
.consent{break-inside:avoid;border:1pt solid #000;padding:2mm 3mm;margin:2mm 0;font-size:8.5pt;line-height:1.3}
ol{margin:0;padding-inline-start:5mm}
table{width:100%;border-collapse:collapse;table-layout:fixed;margin-top:3mm}
caption{break-after:avoid;text-align:start;font-weight:bold;padding-bottom:1mm}
th,td{border:.6pt solid #000;padding:1mm;vertical-align:top;text-align:start;font-size:8.5pt;line-height:1.2}
tbody tr{height:10mm;break-inside:avoid}
th:nth-child(1){width:8mm}
th:nth-child(2){width:42mm}
th:nth-child(4){width:20mm}
th:nth-child(5){width:28mm}
th:nth-child(6){width:38mm}
tfoot{display:table-footer-group}
tfoot td{border:0;font-size:7.5pt}
.tick{display:inline-block;width:3.5mm;height:3.5mm;border:.8pt solid #000}
.back{break-before:page}
.back h2{margin-top:3mm}
.foot{font-size:7.5pt;margin-top:4mm}
@media screen{body{padding:8mm}}
`;
