import { ButtonStyle, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { castNorthwind, type DiscordCast } from '../cast.ts';
import { createFakeDiscord, type FakeDiscord } from '../fake-discord.ts';
import type { MessageBody } from '../limits/message.ts';
import { write } from '../messages.ts';
import { pictureOf } from './picture.ts';

let discord: FakeDiscord;
let cast: DiscordCast;
beforeEach(async () => {
  discord = await createFakeDiscord();
  cast = castNorthwind(discord);
});
afterEach(() => discord.close());

const pictured = (body: MessageBody): string => {
  const channel = cast.channels.get('general') ?? expect.fail();
  const message = write(discord, { channel, author: discord.state.application.user, body });
  return pictureOf([message], { state: discord.state, zone: 'Europe/London' }, 'dark');
};

test('a card is pictured with its words, buttons and colour', () => {
  const lena = cast.users.get('lena');
  const page = pictured({
    flags: MessageFlags.IsComponentsV2,
    components: [
      {
        type: ComponentType.Container,
        accent_color: 0x2f9e6e,
        components: [
          { type: ComponentType.TextDisplay, content: `### W\\-1 · Tea\n**Owner**: <@${lena?.id}>` },
          {
            type: ComponentType.ActionRow,
            components: [
              { type: ComponentType.Button, style: ButtonStyle.Danger, label: 'Cancel', custom_id: 'x' },
            ],
          },
        ],
      },
    ],
  });
  expect(page).toContain('data-theme="dark"');
  expect(page).toContain('#2f9e6e');
  expect(page).toContain('<h3>W-1 · Tea</h3>');
  expect(page).toContain('<b>Owner</b>: <span class="mention">@Lena Vogt</span>');
  expect(page).toContain('<button class="danger">Cancel</button>');
});

test('words stay words', () => {
  const page = pictured({ content: '<script>alert(1)</script> \\*\\*not bold\\*\\* "quoted" `<b>`' });
  expect(page).toContain(
    '&lt;script&gt;alert(1)&lt;/script&gt; **not bold** &quot;quoted&quot; <code>&lt;b&gt;</code>',
  );
  expect(page).not.toContain('<script>');
});
