import { describe, expect, test } from 'vitest';
import { EVENTS, SCOPES, slackManifest } from '../../../src/adapters/slack/manifest.ts';
import { findVerb, VERBS } from '../../../src/commands/registry.ts';

const socket = slackManifest(VERBS, null);
const http = slackManifest(VERBS, 'https://baton.example.org/b');

/** The scopes of which an event needs one, by https://docs.slack.dev/reference/events */
const NEEDED: Readonly<Record<(typeof EVENTS)[number], readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  channel_archive: ['channels:read'],
  channel_deleted: ['channels:read'],
  channel_left: ['channels:read'],
  channel_rename: ['channels:read'],
  channel_unarchive: ['channels:read'],
  group_archive: ['groups:read'],
  group_deleted: ['groups:read'],
  group_left: ['groups:read'],
  group_rename: ['groups:read'],
  group_unarchive: ['groups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  team_join: ['users:read'],
  tokens_revoked: [],
  user_change: ['users:read'],
};

describe('the manifest', () => {
  test('asks for every scope that its events need, and for none over the team or in a user’s name', () => {
    for (const event of EVENTS) expect(SCOPES).toEqual(expect.arrayContaining([...NEEDED[event]]));
    expect(SCOPES.filter((scope) => /admin|customize|public|email/.test(scope))).toEqual([]);
    expect(socket.oauth_config?.scopes).toEqual({ bot: SCOPES });
  });

  test('has one command, whose mentions arrive as ids, and whose hint names the verbs of the registry', () => {
    const [command, ...others] = socket.features?.slash_commands ?? [];
    expect(others).toEqual([]);
    expect(command).toMatchObject({ command: '/baton', should_escape: true });
    const hint = command?.usage_hint?.split(', ') ?? [];
    expect(hint).toEqual(expect.arrayContaining(['add', 'inbox', 'team', 'settings', 'help']));
    expect(new Set(hint).size).toBe(hint.length);
    const typed = VERBS.filter(({ hidden }) => !hidden).map(({ name }) => name.split(' ')[0]);
    expect(new Set(hint)).toEqual(new Set(typed));
  });

  test('has the message action, which is a verb', () => {
    const [action] = socket.features?.shortcuts ?? [];
    expect(action).toMatchObject({ type: 'message', name: 'Track with Baton' });
    expect(findVerb(action?.callback_id ?? '')).toBeDefined();
  });

  test('lets people write to Baton, and shows it a home', () => {
    expect(socket.features?.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  test('for Socket Mode names no address', () => {
    expect(JSON.stringify(socket)).not.toContain('http');
    expect(socket.settings).toMatchObject({
      socket_mode_enabled: true,
      org_deploy_enabled: false,
      token_rotation_enabled: false,
      interactivity: { is_enabled: true },
    });
  });

  test('for HTTP names one address for all that comes, and where an installation returns to', () => {
    const events = 'https://baton.example.org/b/slack/events';
    expect(http.settings?.socket_mode_enabled).toBe(false);
    expect(http.settings?.event_subscriptions?.request_url).toBe(events);
    expect(http.settings?.interactivity).toMatchObject({
      request_url: events,
      message_menu_options_url: events,
    });
    expect(http.features?.slash_commands?.[0]?.url).toBe(events);
    expect(http.oauth_config?.redirect_urls).toEqual(['https://baton.example.org/b/slack/oauth_redirect']);
  });

  test('keeps to Slack’s lengths', () => {
    const { name, description } = socket.display_information;
    const [action] = socket.features?.shortcuts ?? [];
    const [command] = socket.features?.slash_commands ?? [];
    const lengths: [string | undefined, number][] = [
      [name, 35],
      [description, 140],
      [action?.name, 24],
      [action?.description, 150],
      [command?.command, 32],
      [command?.description, 2_000],
      [command?.usage_hint, 1_000],
    ];
    for (const [words, most] of lengths) {
      expect(words?.length).toBeGreaterThan(0);
      expect(words?.length).toBeLessThanOrEqual(most);
    }
    expect(EVENTS.length).toBeLessThanOrEqual(100);
  });
});
