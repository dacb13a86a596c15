/** The style of the agent's page: one narrow column, light and dark, with a visible focus. */
export const confirmCss = `:root {
  color-scheme: light dark;
  --paper: #f5f7fa; --ink: #18222f; --quiet: #55606e; --line: #8793a1; --accent: #14508c; --on-accent: #ffffff; --alert: #a11b1b;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #10151c; --ink: #e8edf3; --quiet: #a3afbd; --line: #66727f; --accent: #8fc1f5; --on-accent: #0d1a28; --alert: #ff9d9d; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang HK", "Microsoft JhengHei", "Noto Sans CJK TC", sans-serif; }
main { max-width: 28rem; margin: 0 auto; padding: 1.5rem 1.25rem; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .75rem; }
:lang(zh-Hant) { color: var(--quiet); font-weight: 400; }
dl { margin: 0 0 1rem; }
dt { color: var(--quiet); font-size: .9rem; }
dd { margin: 0 0 .5rem; font-weight: 600; overflow-wrap: anywhere; }
fieldset { border: 1px solid var(--line); border-radius: .4rem; margin: 0 0 1rem; padding: .5rem .9rem; }
label { display: block; font-weight: 600; margin: 0 0 .25rem; }
fieldset label { font-weight: 400; padding: .3rem 0; overflow-wrap: anywhere; }
input[type="password"], button { font: inherit; min-height: 2.75rem; padding: .4rem .9rem; border: 1px solid var(--line); border-radius: .4rem; }
input[type="password"] { width: 100%; margin: 0 0 1rem; background: transparent; color: inherit; }
button { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; cursor: pointer; }
button.quiet { background: transparent; color: var(--accent); }
button :lang(zh-Hant) { color: inherit; }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.alert { color: var(--alert); font-weight: 600; }
`;
