/** The server's paths as functions. All throw a `Refusal` that a person can read. */
import type {
  Answer,
  CommandBody,
  Completion,
  EditBody,
  PersonView,
  PostBody,
  PressBody,
  ReactBody,
  SubmitBody,
  TrackBody,
  View,
} from '../../api.ts';

/** Something did not work; the message is a sentence that says what, and what to do. */
class Refusal extends Error {}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Refusal('Baton did not answer. Check that it is still running, then try again.');
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T;
  const said = body !== null && typeof body === 'object' && 'error' in body ? body.error : null;
  throw new Refusal(
    typeof said === 'string'
      ? said
      : `Baton could not do that (HTTP ${response.status}). Try again; if it stays so, look at its log.`,
  );
}

const send = (path: string, body: object): Promise<Answer> =>
  ask<Answer>(`/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

export const server = {
  people: () => ask<PersonView[]>('/api/people'),
  view: (as: string) => ask<View>(`/api/view?${new URLSearchParams({ as })}`),
  complete: (as: string, channel: string, text: string, signal: AbortSignal) =>
    ask<Completion[]>(`/api/complete?${new URLSearchParams({ as, channel, text })}`, { signal }),
  post: (body: PostBody) => send('post', body),
  command: (body: CommandBody) => send('command', body),
  press: (body: PressBody) => send('press', body),
  submit: (body: SubmitBody) => send('submit', body),
  track: (body: TrackBody) => send('track', body),
  react: (body: ReactBody) => send('react', body),
  edit: (body: EditBody & { readonly text: string }) => send('edit', body),
  delete: (body: TrackBody) => send('delete', body),
  clock: (by: number) => send('clock', { by }),
  reset: () => send('reset', {}),
};
