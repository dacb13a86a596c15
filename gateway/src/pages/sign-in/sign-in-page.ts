import { htmlPage } from '../html-page.ts';

const names = { DMS: 'DMS', CCMS: 'CCMS', CONSOLE: 'HKEX' } as const;

/** An application that people sign in to; anything else is none. */
export type SignInApplication = keyof typeof names;

/** The application that an address names, DMS when it names none of them. */
export function signInApplication(text: unknown): SignInApplication {
  return text === 'CCMS' || text === 'CONSOLE' ? text : 'DMS';
}

/** The sign-in page of one application: a shell whose script asks the public API and nothing else (W10-W15). */
export function signInPage(options: { readonly application: SignInApplication; readonly mailbox: boolean }): string {
  const { application, mailbox } = options;
  return htmlPage({
    title: `Sign in - ${names[application]}`,
    here: '/sign-in',
    mailbox,
    script: '/door/sign-in.js',
    body: `<h1>Sign in to ${names[application]} <span lang="zh-Hant">登入</span></h1>
<noscript><p>This page needs JavaScript.</p></noscript><noscript lang="zh-Hant"><p>此頁需要 JavaScript。</p></noscript>
<p id="notice" aria-live="polite"></p>
<div id="methods" class="choices" role="group" aria-label="Ways to sign in"></div>
<ul id="unavailable" class="quiet" aria-live="polite"></ul>
<p id="message" role="alert"></p>
<div id="step" data-application="${application}"></div>`,
  });
}
