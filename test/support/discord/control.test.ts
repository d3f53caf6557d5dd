import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { connect } from './client.ts';
import type { FakeDiscord } from './fake-discord.ts';

test('a fake of another process is driven and read over HTTP', async () => {
  const process_ = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('serve.ts', import.meta.url)), '{"cast":true}'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const [line] = await once(process_.stdout, 'data');
    const where = JSON.parse(String(line)) as FakeDiscord;
    const at = (path: string) => new URL(path, where.url);
    const act = async (name: string, told: object): Promise<Record<string, unknown>> => {
      const response = await fetch(at('/control'), {
        method: 'POST',
        body: JSON.stringify({ act: name, with: told }),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    const client = await connect(where);
    client.on(
      'messageCreate',
      (m) => void (m.author.bot || m.reply({ content: `yes, ${m.author.username}` })),
    );
    const said = await act('say', { as: 'mira', channel: 'design', content: 'are you there?' });
    const ledger = async () => (await (await fetch(at('/ledger'))).json()) as { effects: { body: object }[] };
    await expect
      .poll(async () => (await ledger()).effects)
      .toMatchObject([
        { kind: 'message', body: { content: 'yes, mira', message_reference: { message_id: said.id } } },
      ]);
    expect(await act('say', { as: 'gus', channel: 'leads', content: 'hello' })).toMatchObject({
      error: expect.stringContaining('gus does not see #leads'),
    });
    await client.destroy();
  } finally {
    process_.kill();
    await once(process_, 'exit');
  }
});
