/**
 * The manifest of the Slack app: what is pasted under “Create New App”, “From a manifest”. Its shape is Slack's:
 * https://docs.slack.dev/reference/app-manifest
 */
import type { AppsManifestCreateArguments } from '@slack/web-api';
import type { Verb } from '../../commands/verb.ts';

export type SlackManifest = AppsManifestCreateArguments['manifest'];

/** What the bot may do. No admin scope, and nothing in a user's name. */
export const SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'reactions:read',
  'reactions:write',
  'usergroups:read',
  'users:read',
] as const;

/** What Slack tells of. Messages are told of so that one is followed that was edited or deleted; others are let pass. */
export const EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_left',
  'channel_rename',
  'channel_unarchive',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_rename',
  'group_unarchive',
  'member_joined_channel',
  'member_left_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'reaction_removed',
  'team_join',
  'tokens_revoked',
  'user_change',
] as const;

export const COMMAND = '/baton';
/** The callback of the message action: the verb that it means. */
export const TRACK_ACTION = 'track';
/** Events, commands and interactivity arrive at one address. */
export const EVENTS_PATH = '/slack/events';
export const INSTALL_PATH = '/slack/install';
export const REDIRECT_PATH = '/slack/oauth_redirect';

/** How Slack reaches Baton: `url` has no slash at its end; null is Socket Mode, over a connection that Baton opens. */
export function slackManifest(verbs: readonly Verb[], url: string | null): SlackManifest {
  const events = url === null ? null : `${url}${EVENTS_PATH}`;
  return {
    display_information: {
      name: 'Baton',
      description: 'Every message that matters becomes a work item with one owner.',
      background_color: '#1f4d3f',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Baton', always_online: true },
      shortcuts: [
        {
          name: 'Track with Baton',
          type: 'message',
          callback_id: TRACK_ACTION,
          description: 'Makes a work item of this message',
        },
      ],
      slash_commands: [
        {
          command: COMMAND,
          ...(events && { url: events }),
          description: 'Add, find and finish work items',
          usage_hint: usageHint(verbs),
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      ...(url !== null && { redirect_urls: [`${url}${REDIRECT_PATH}`] }),
      scopes: { bot: [...SCOPES] },
    },
    settings: {
      event_subscriptions: { ...(events && { request_url: events }), bot_events: [...EVENTS] },
      interactivity: {
        is_enabled: true,
        ...(events && { request_url: events, message_menu_options_url: events }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: url === null,
      token_rotation_enabled: false,
    },
  };
}

const LONGEST_HINT = 1_000;

/** The first words that can follow the command, each once: `add, show, …, team, settings, help`. */
function usageHint(verbs: readonly Verb[]): string {
  const words = verbs.filter(({ hidden }) => !hidden).map(({ name }) => name.split(' ')[0]);
  return [...new Set(words)].join(', ').slice(0, LONGEST_HINT);
}
