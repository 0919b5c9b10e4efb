"""How the page looks."""

from typing import Final

STYLE: Final = """
:root{color-scheme:light dark;--paper:#f6f4ef;--card:#fffdf9;--ink:#221e1a;--soft:#756d64;
--line:#e4ded4;--good:#2e7d5b;--bad:#c0392b;--note:#b7791f;--wave:#3d6f8e;--motion:#a86b3c;
--level:#5d7f4f}
@media(prefers-color-scheme:dark){:root{--paper:#171512;--card:#211e1a;--ink:#f0ebe3;--soft:#a59b8f;
--line:#38332d;--good:#5fc79a;--bad:#f0776a;--note:#e5b35a;--wave:#7fb6d6;--motion:#dba06f;
--level:#9dc48c}}
*{box-sizing:border-box;margin:0}
body{background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",
Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1180px;margin:0 auto;padding:40px 28px 64px}
header{display:flex;justify-content:space-between;align-items:flex-end;gap:24px;flex-wrap:wrap;
padding-bottom:24px;border-bottom:3px solid var(--good)}
header.bad{border-color:var(--bad)}
.kind{color:var(--soft);font-size:12px;letter-spacing:.14em;text-transform:uppercase}
h1{font:600 32px/1.2 Georgia,"Noto Serif",serif;overflow-wrap:anywhere}
.beside{color:var(--soft);margin-top:4px}
.verdict{font-weight:650;font-size:18px;color:#fff;background:var(--good);padding:8px 18px;
border-radius:999px;white-space:nowrap}
.bad .verdict{background:var(--bad)}
@media(prefers-color-scheme:dark){.verdict{color:#171512}}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(132px,1fr));gap:1px;
background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden;
margin:28px 0}
.facts div{background:var(--card);padding:14px 18px 12px}
.facts h2{font-size:12px;font-weight:500;color:var(--soft)}
.facts p{font-size:23px;font-weight:620;line-height:1.35;letter-spacing:-.01em;white-space:nowrap}
.facts small,figcaption small{color:var(--soft)}
.timeline{position:relative;background:var(--card);border:1px solid var(--line);border-radius:12px;
overflow:hidden;padding-bottom:6px}
.strip{display:flex;background:#000}
.strip img{flex:1 1 0;min-width:0;height:72px;object-fit:cover;display:block}
.ruler{position:relative;height:26px;border-bottom:1px solid var(--line);font-size:11px;
color:var(--soft)}
.ruler span{position:absolute;top:4px;padding-left:5px;border-left:1px solid var(--line);
line-height:18px}
.timeline figure{position:relative;border-bottom:1px solid var(--line);padding:22px 0 0}
.timeline figure:nth-last-child(2){border:0}
.timeline figcaption{position:absolute;top:4px;left:10px;font-size:12px;font-weight:600}
.timeline small{font-weight:400}
svg{display:block;width:100%}
.wave{fill:var(--wave)}.motion{fill:var(--motion);opacity:.75}.level{fill:var(--level);opacity:.75}
.line{stroke:var(--line);stroke-width:1;fill:none;vector-effect:non-scaling-stroke}
.marks{position:absolute;inset:72px 0 0;pointer-events:none}
.marks i{position:absolute;top:0;bottom:0;opacity:.22;background:var(--bad);
border-left:2px solid var(--bad);pointer-events:auto}
.marks i.note{background:var(--note);border-color:var(--note);opacity:.16}
.findings,.technical{margin-top:36px}
h2{font:600 19px/1.3 Georgia,"Noto Serif",serif;margin-bottom:12px}
.facts h2{font-family:inherit;margin:0}
ol{list-style:none;padding:0;display:grid;gap:10px}
li{display:flex;justify-content:space-between;gap:20px;flex-wrap:wrap;background:var(--card);
border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:10px;
padding:14px 18px}
li.note{border-left-color:var(--note)}
.what{flex:1 1 320px}
li b{font:600 13px ui-monospace,Menlo,Consolas,monospace;color:var(--bad)}
li.note b{color:var(--note)}
time{margin-left:12px;color:var(--soft);font-size:13px}
.message{font-size:16px;margin-top:2px}
.hint{color:var(--soft);margin-top:2px}
.pair{display:flex;gap:8px}
.pair img{height:112px;max-width:240px;border-radius:6px;display:block;object-fit:contain;
background:#000}
.pair figcaption{font-size:11px;color:var(--soft);margin-top:3px}
.none{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px 18px;
color:var(--good);font-weight:600}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(230px,1fr));gap:0 28px}
dl div{display:flex;justify-content:space-between;gap:12px;padding:6px 0;
border-bottom:1px solid var(--line);font-size:14px}
dt{color:var(--soft)}dd{text-align:right;overflow-wrap:anywhere}
@media(max-width:640px){main{padding:24px 16px}.strip img:nth-child(even){display:none}}
"""
