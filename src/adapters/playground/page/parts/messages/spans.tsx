import type { Message } from '../../../api.ts';
import { findChannel } from '../../model/place.ts';
import { address } from '../../state/going.ts';
import { useApp, workspaceNow } from '../../state/state.ts';
import { safeLink } from '../../words/text.ts';
import { shortInstant, wholeInstant } from '../../words/time.ts';
import { SafeLink } from './words.tsx';

export type Block = Message['blocks'][number];
type Text = Extract<Block, { block: 'text' }>['text'];
type Span = Text[number];

/** A run of Baton's text. */
export function Spans({ text }: { readonly text: Text }) {
  return (
    <>
      {text.map((span, index) => (
        <One key={index} span={span} />
      ))}
    </>
  );
}

function One({ span }: { readonly span: Span }) {
  if (typeof span === 'string') return <>{span}</>;
  if ('bold' in span) return <strong>{span.bold}</strong>;
  if ('italic' in span) return <em>{span.italic}</em>;
  if ('code' in span) return <code>{span.code}</code>;
  if ('strike' in span) return <s>{span.strike}</s>;
  if ('link' in span) return safeLink(span.link) ? <SafeLink url={span.link} text={span.text} /> : span.text;
  if ('person' in span) return <bdi class={span.ring ? 'mention' : 'name'}>@{span.name}</bdi>;
  if ('channel' in span) return <ChannelName channel={span.channel.channel} name={span.name} />;
  return <Moment span={span} />;
}

/** A link where the reader may go there; else the name alone. */
function ChannelName({ channel, name }: { readonly channel: string; readonly name: string }) {
  const known = useApp((state) => findChannel(state.view?.channels ?? [], channel));
  return known ? <a href={address({ channel })}>#{name}</a> : <>#{name}</>;
}

/** A time of day is shown in the reader's zone; a date alone is the day that its speaker meant. */
function Moment({ span }: { readonly span: Extract<Span, { instant: number }> }) {
  const mine = useApp((state) => state.view?.me.zone ?? span.zone);
  const { instant, timed } = span;
  const zone = timed ? mine : span.zone;
  // Tomorrow becomes today when the clock is moved.
  const words = useApp(() => shortInstant(instant, timed, workspaceNow(), zone));
  return (
    <time dateTime={new Date(instant).toISOString()} title={wholeInstant(instant, timed, zone)}>
      {words}
    </time>
  );
}
