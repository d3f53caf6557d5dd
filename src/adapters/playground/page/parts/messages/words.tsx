import { useMemo } from 'preact/hooks';
import type { PersonView } from '../../../api.ts';
import { useApp } from '../../state/state.ts';
import { BATON, personByHandle, personOf } from '../../words/people.ts';
import { type Piece, pieces } from '../../words/text.ts';

const NOBODY: readonly PersonView[] = [];

/** What a person said, inert: every piece becomes a text node or an element of ours. */
export function Words({ text }: { readonly text: string }) {
  const cut = useMemo(() => pieces(text), [text]);
  return <Pieces cut={cut} />;
}

function Pieces({ cut }: { readonly cut: readonly Piece[] }) {
  return (
    <>
      {cut.map((piece, index) => (
        <One key={index} piece={piece} />
      ))}
    </>
  );
}

function One({ piece }: { readonly piece: Piece }) {
  switch (piece.kind) {
    case 'text':
      return <>{piece.text}</>;
    case 'code':
      return <code>{piece.text}</code>;
    case 'block':
      return <code class="code-block">{piece.text}</code>;
    case 'link':
      return <SafeLink url={piece.url} text={piece.url} />;
    case 'account':
    case 'handle':
      return <Mention piece={piece} />;
    default: {
      const Tag = ({ bold: 'strong', italic: 'em', strike: 's' } as const)[piece.kind];
      return (
        <Tag>
          <Pieces cut={piece.pieces} />
        </Tag>
      );
    }
  }
}

function Mention({ piece }: { readonly piece: Extract<Piece, { who: string }> }) {
  const people = useApp((state) => state.view?.people ?? NOBODY);
  const mine = useApp((state) => state.view?.me.account);
  if (piece.who.toLowerCase() === BATON) return <span class="mention">@Baton</span>;
  const person = (piece.kind === 'account' ? personOf : personByHandle)(people, piece.who);
  if (!person) return <>@{piece.who}</>;
  return (
    <span class={person.account === mine ? 'mention of-me' : 'mention'} title={`@${person.handle}`}>
      @{person.name}
    </span>
  );
}

/** Opens elsewhere, and tells the other page nothing of this one. */
export function SafeLink({ url, text }: { readonly url: string; readonly text: string }) {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}
