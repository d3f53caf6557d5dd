// Starts what `npm start` starts, on a data directory of its own, and looks at it from outside: ready, page served, an
// item made and shown, stopped cleanly.
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const dir = await mkdtemp(join(tmpdir(), 'baton-smoke-'));
// Started by root, PostgreSQL runs as an ordinary user, who must get in.
await chmod(dir, 0o755);
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const child = spawn('npm', ['start'], {
  env: { ...process.env, PORT: String(port), BATON_DATA_DIR: join(dir, 'data') },
  stdio: 'inherit',
  detached: true,
});
const exited = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));

const check = (holds, what) => {
  if (!holds) throw new Error(`smoke: ${what}`);
  process.stdout.write(`smoke: ${what}\n`);
};
const until = async (what, holds) => {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (await holds().catch(() => false)) return check(true, what);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  check(false, what);
};

try {
  await until('it becomes ready', async () => (await fetch(`${url}/readyz`)).status === 200);
  check((await (await fetch(`${url}/`)).text()).includes('<title>'), 'the playground’s page is served');
  const answer = await fetch(`${url}/api/command`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: 'ana', channel: 'general', text: 'add Look at the smoke' }),
  });
  check(JSON.stringify(await answer.json()).includes('W-1'), 'an item is made');
  await until('its card is posted', async () =>
    JSON.stringify(await (await fetch(`${url}/api/view?as=bo`)).json()).includes('Look at the smoke'),
  );
  process.kill(-child.pid, 'SIGTERM');
  const code = await exited;
  check(code === 0 || code === 143 || code === 'SIGTERM', `it stops on SIGTERM (npm says ${code})`);
} finally {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
  await rm(dir, { recursive: true, force: true });
}
