/** The style of the door's own pages: readable from 360 px up, in light and dark, with a visible focus. */
export const doorCss = `:root { color-scheme: light dark; --line: #8886; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --accent: #7db8f5; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.55 system-ui, "Noto Sans", "Noto Sans TC", "Microsoft JhengHei", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; }
code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .925em; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; margin: .5rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
article { border-top: 1px solid var(--line); padding: .75rem 0; }
article h2 { margin: 0; }
.meta { opacity: .8; font-size: .9rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 1rem 0; }
label { display: block; font-weight: 600; }
input, button { font: inherit; min-height: 2.75rem; padding: .4rem .75rem; border: 1px solid var(--line); border-radius: .4rem; }
input { width: 16rem; max-width: 100%; }
`;
