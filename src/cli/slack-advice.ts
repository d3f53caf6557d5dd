/** What `baton doctor` says to do when Slack refuses something. */
/** `mend` holds unless a code tells more. */
export interface Advice {
  readonly what: string;
  readonly mend: string;
  readonly codes?: Readonly<Record<string, string>>;
}

const COPY_BOT_TOKEN = 'copy the “Bot User OAuth Token” again from “OAuth & Permissions” of the Slack app.';
const REINSTALL =
  'press “Install to Workspace” under “Install App” of the Slack app, and copy the token again.';

export const BOT_TOKEN: Advice = {
  what: 'SLACK_BOT_TOKEN',
  mend: COPY_BOT_TOKEN,
  codes: { account_inactive: REINSTALL, token_revoked: REINSTALL, token_expired: REINSTALL },
};

const MAKE_APP_TOKEN =
  'make one with the scope connections:write under “App-Level Tokens” in “Basic Information” of the Slack app.';

export const APP_TOKEN: Advice = {
  what: 'SLACK_APP_TOKEN',
  mend: `see that Socket Mode is switched on under “Socket Mode” of the Slack app, or ${MAKE_APP_TOKEN}`,
  codes: {
    invalid_auth: MAKE_APP_TOKEN,
    not_allowed_token_type: MAKE_APP_TOKEN,
    missing_scope: MAKE_APP_TOKEN,
    token_revoked: MAKE_APP_TOKEN,
  },
};

export const CLIENT: Advice = {
  what: 'SLACK_CLIENT_ID with SLACK_CLIENT_SECRET',
  mend: 'copy both again from “Basic Information” of the Slack app.',
};

export const POSTING: Advice = {
  what: 'a message',
  mend: 'see that the channel is right, and that Baton may write there.',
  codes: {
    not_in_channel: 'write “/invite @Baton” in that channel first.',
    channel_not_found:
      'name a channel by its id, which stands at the end of its “About” in Slack, and invite Baton to it if it is private.',
    is_archived: 'name a channel that is not archived.',
  },
};

export const DELETING: Advice = {
  what: 'to take the message away',
  mend: 'take it away by hand, if you like.',
};
