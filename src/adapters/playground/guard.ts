/** The playground lets anyone be anyone, so it answers this machine alone: names of loopback, and pages of its own. */
import { createMiddleware } from 'hono/factory';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** Host against rebinding of names, Origin and Sec-Fetch-Site against pages of other sites. */
export const loopbackOnly = createMiddleware(async (c, next) => {
  const host = c.req.header('host') ?? '';
  if (!LOOPBACK.test(host))
    return c.json(
      { error: 'The playground answers on this machine alone: open it as http://127.0.0.1.' },
      403,
    );
  const origin = c.req.header('origin');
  const own = origin === undefined || origin === `http://${host}`;
  const site = c.req.header('sec-fetch-site');
  const sameSite = site === undefined || site === 'same-origin' || site === 'none';
  if (c.req.method !== 'GET' && !(own && sameSite))
    return c.json({ error: 'This came from another site, so it was not done.' }, 403);
  await next();
});
