/** The style of the door's own pages: readable from 360 px up, in light and dark, with a visible focus. */
export const doorCss = `:root {
  color-scheme: light dark;
  --paper: #f5f7fa; --card: #ffffff; --ink: #18222f; --quiet: #55606e; --line: #d9dfe7; --accent: #14508c; --on-accent: #ffffff; --code: #eef2f6;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #10151c; --card: #18202a; --ink: #e8edf3; --quiet: #a3afbd; --line: #2e3947; --accent: #8fc1f5; --on-accent: #0d1a28; --code: #111821; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang HK", "Microsoft JhengHei", "Noto Sans CJK TC", sans-serif; }
:lang(zh-Hant) { font-family: "PingFang HK", "Microsoft JhengHei", "Noto Sans CJK TC", "Noto Sans TC", system-ui, sans-serif; }
header, main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
.bar { background: var(--card); border-bottom: 1px solid var(--line); }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding-top: .6rem; padding-bottom: .6rem; }
.brand { display: flex; align-items: center; gap: .6rem; margin-right: auto; color: var(--ink); font-weight: 650; font-size: 1.05rem; letter-spacing: .01em; text-decoration: none; }
.brand svg { width: 1.75rem; height: 1.75rem; fill: none; stroke: var(--accent); stroke-width: 2.25; stroke-linecap: round; stroke-linejoin: round; }
nav { display: flex; gap: .25rem; margin: 0 -.6rem; }
nav a { padding: .5rem .6rem; border-radius: .4rem; color: var(--quiet); text-decoration: none; }
nav a:hover { color: var(--ink); }
nav a[aria-current] { color: var(--ink); font-weight: 600; }
main { padding-top: 2rem; padding-bottom: 2rem; }
footer { padding-bottom: 2.5rem; color: var(--quiet); font-size: .9rem; }
h1 { font-size: clamp(1.6rem, 1.2rem + 1.8vw, 2.15rem); line-height: 1.25; font-weight: 680; letter-spacing: -.012em; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; line-height: 1.4; font-weight: 640; margin: 0 0 .35rem; }
h1 :lang(zh-Hant) { display: inline-block; }
h1 :lang(zh-Hant), h2 :lang(zh-Hant) { font-weight: 500; color: var(--quiet); }
h2 :lang(zh-Hant) { font-size: .95em; margin-left: .35rem; }
p { margin: 0 0 .5rem; }
.lead { font-size: 1.1rem; text-wrap: pretty; }
p:lang(zh-Hant), .quiet { color: var(--quiet); }
a { color: var(--accent); text-underline-offset: .18em; }
a:focus-visible, button:focus-visible, input:focus-visible, pre:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .3rem; }
main:focus { outline: none; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 1; background: var(--card); padding: .5rem .75rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: 1rem; margin: 1.75rem 0; }
.card, article { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.1rem 1.25rem; min-width: 0; }
.card > :last-child, article > :last-child { margin-bottom: 0; }
section { margin: 2rem 0 0; }
code, pre { font-family: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace; font-size: .9em; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; background: var(--code); border: 1px solid var(--line); border-radius: .45rem; padding: .8rem 1rem; margin: .6rem 0; }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: 1.5rem 0; }
form div { flex: 1 1 16rem; max-width: 26rem; }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
input, button { font: inherit; min-height: 2.75rem; padding: .4rem .9rem; border: 1px solid var(--line); border-radius: .45rem; }
input { width: 100%; background: var(--card); color: var(--ink); border-color: #8793a1; }
button { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; }
.choices { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.5rem 0 .75rem; }
#step > button { margin: 0 .6rem .6rem 0; }
#step img { background: #ffffff; padding: .5rem; max-width: 100%; }
[role="alert"]:empty, ul:empty { display: none; }
[role="alert"] { border-left: .25rem solid var(--accent); padding-left: .75rem; }
button :lang(zh-Hant), label :lang(zh-Hant) { font-weight: 500; }
article { margin: 0 0 1rem; }
article h2 { margin: 0; overflow-wrap: anywhere; }
.meta { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: .1rem 0 0; color: var(--quiet); font-size: .92rem; overflow-wrap: anywhere; }
.empty { text-align: center; padding: 2.5rem 1rem; border: 1px dashed var(--line); border-radius: .6rem; color: var(--quiet); }
`;
