/** What a browser shows at the end of an installation. */
import { html } from 'hono/html';
import { INSTALL_PATH } from '../manifest.ts';

type Html = ReturnType<typeof html>;

interface Page {
  readonly title: string;
  readonly words: string;
  readonly link: { readonly to: string; readonly says: string };
}

export const STYLE_PATH = `${INSTALL_PATH}.css`;

/** In a file of its own: a page of Baton runs and shows nothing that stands inside it. */
export const STYLE = `:root { color-scheme: light dark; font: 1.0625rem/1.55 system-ui, sans-serif; }
body { margin: 18vh auto 0; max-width: 32rem; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
a { display: inline-block; margin-top: .5rem; padding: .6rem 1.1rem; border-radius: .5rem;
  background: #1f4d3f; color: #fff; text-decoration: none; font-weight: 600; }
a:hover { background: #2b6a57; }
a:focus-visible { outline: 3px solid #6db89f; outline-offset: 2px; }
`;

/** Its links are relative to its own address: a proxy may have put folders before it. */
const page = ({ title, words, link }: Page): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="install.css">
</head>
<body>
<main>
<h1>${title}</h1>
<p>${words}</p>
<p><a href="${link.to}">${link.says}</a></p>
</main>
</body>
</html>
`;

/** Opens the app's home in the team that has just installed it. */
export function installedPage(
  team: { readonly id: string; readonly name: string },
  app: string | null,
): Html {
  const query = new URLSearchParams({ ...(app && { app }), team: team.id });
  return page({
    title: `Baton is installed in ${team.name}`,
    words:
      'Invite it to a channel with “/invite @Baton”, or react to any message there with 📌: it becomes a work item with one owner. “/baton help” shows the rest.',
    link: { to: `https://slack.com/app_redirect?${query}`, says: 'Open Slack' },
  });
}

export type Failure = keyof typeof FAILURES;

const AGAIN = { to: 'install', says: 'Install Baton' };

const FAILURES = {
  cancelled: {
    title: 'Baton was not installed',
    words:
      'The installation was cancelled in Slack, so nothing was changed. You can begin again whenever you like.',
    link: { ...AGAIN, says: 'Begin again' },
  },
  state: {
    title: 'This link no longer works',
    words:
      'An installation has to end in the browser where it began, within ten minutes, and ends once. If Slack already shows Baton among its apps, all is well; else begin again.',
    link: { ...AGAIN, says: 'Begin again' },
  },
  enterprise: {
    title: 'Baton is installed team by team',
    words:
      'It was asked for in a whole Enterprise organisation, which it does not serve, so nothing was installed. Begin again, and choose one workspace where Slack asks for it.',
    link: { ...AGAIN, says: 'Begin again' },
  },
  slack: {
    title: 'Slack did not finish the installation',
    words:
      'Slack refused to hand Baton over, or did not answer, so nothing was installed. Try again; if it happens again, tell whoever runs Baton: its log says why.',
    link: { ...AGAIN, says: 'Try again' },
  },
  ours: {
    title: 'Baton could not be installed',
    words:
      'Something went wrong on Baton’s side. Try again in a minute; if it happens again, tell whoever runs Baton: its log says why.',
    link: { ...AGAIN, says: 'Try again' },
  },
} as const satisfies Record<string, Page>;

export const failurePage = (failure: Failure): Html => page(FAILURES[failure]);
