/** People, channels and messages for the page's tests, with what a test does not care about filled in. */
import type { ChannelView, MessageView, PersonView, View } from '../../../../src/adapters/playground/api.ts';

export const person = (handle: string, change: Partial<PersonView> = {}): PersonView => ({
  account: handle,
  handle,
  name: handle.charAt(0).toUpperCase() + handle.slice(1),
  kind: 'human',
  role: 'member',
  zone: 'Europe/London',
  teams: ['Sales'],
  ...change,
});

export const channel = (name: string, change: Partial<ChannelView> = {}): ChannelView => ({
  channel: `C-${name}`,
  name,
  kind: 'public',
  topic: '',
  ...change,
});

export const message = (id: string, change: Partial<MessageView> = {}): MessageView => ({
  channel: 'C-general',
  id,
  thread: null,
  author: 'ana',
  private: false,
  text: id,
  message: null,
  postedAt: 0,
  edited: false,
  reactions: [],
  ...change,
});

export const view = (change: Partial<View> = {}): View => ({
  me: person('ana'),
  people: [person('ana'), person('bo')],
  channels: [channel('general'), channel('baton', { kind: 'direct', channel: 'D-ana' })],
  messages: [],
  now: 0,
  clockOffset: 0,
  nextDue: null,
  ...change,
});
