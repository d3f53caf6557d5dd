import { useContext } from 'preact/hooks';
import type { Message } from '../../../api.ts';
import { useApp } from '../../state/state.ts';
import { useBusy } from '../bits/busy.tsx';
import { Icon } from '../bits/icon.tsx';
import { Menu } from '../bits/menu.tsx';
import { PressButton, Pressed, usePress } from './press.tsx';
import { type Block, Spans } from './spans.tsx';

type Of<Kind extends Block['block']> = Extract<Block, { block: Kind }>;

/** What Baton says: framed when it is more than words. */
export function Card({ message }: { readonly message: Message }) {
  const blocks = message.blocks.map((block, index) => <One key={index} block={block} />);
  const tone = message.tone ?? 'plain';
  return (
    <div class={framed(message) ? `card tone-${tone}` : 'said'}>
      {blocks}
      {message.file && <FileLink file={message.file} />}
    </div>
  );
}

const framed = (message: Message): boolean =>
  (message.tone ?? 'plain') !== 'plain' ||
  message.file !== undefined ||
  message.blocks.some(({ block }) => block !== 'text' && block !== 'note');

function One({ block }: { readonly block: Block }) {
  switch (block.block) {
    case 'heading':
      return (
        <h3 class="card-heading" dir="auto">
          {block.text}
        </h3>
      );
    case 'text':
      return (
        <p class="card-text" dir="auto">
          <Spans text={block.text} />
        </p>
      );
    case 'note':
      return (
        <p class="card-note" dir="auto">
          <Spans text={block.text} />
        </p>
      );
    case 'quote':
      return (
        <blockquote class="card-quote" dir="auto">
          {block.text}
        </blockquote>
      );
    case 'fields':
      return <Fields block={block} />;
    case 'list':
      return <List block={block} />;
    case 'buttons':
      return (
        <div class="card-buttons">
          {block.buttons.map((button) => (
            <PressButton key={`${button.action.verb} ${button.label}`} button={button} />
          ))}
        </div>
      );
    case 'select':
      return <Select block={block} />;
    case 'divider':
      return <hr class="card-divider" />;
    case 'picture':
      return <Picture block={block} />;
  }
}

/** Where the server has what belongs to the message around; null for an answer, which only this page knows. */
function useAddress(path: 'picture' | 'file'): string | null {
  const message = useContext(Pressed);
  const me = useApp((state) => state.view?.me);
  if (!message || !me || 'asked' in message) return null;
  const query = new URLSearchParams({ as: me.account, channel: message.channel, message: message.id });
  return `/api/${path}?${query}`;
}

function Picture({ block }: { readonly block: Of<'picture'> }) {
  const address = useAddress('picture');
  if (address === null) return <p class="card-text">{block.alternative}</p>;
  return (
    <a class="card-picture" href={address} target="_blank" rel="noreferrer">
      <img src={address} alt={block.alternative} />
    </a>
  );
}

function FileLink({ file }: { readonly file: NonNullable<Message['file']> }) {
  const address = useAddress('file');
  if (address === null) return <p class="card-note">{file.alternative}</p>;
  return (
    <a class="card-file" href={address} download={file.name}>
      <Icon name="down" /> {file.name}
    </a>
  );
}

function Fields({ block }: { readonly block: Of<'fields'> }) {
  return (
    <dl class="card-fields">
      {block.fields.map((field) => (
        <div key={field.label} class={field.wanting ? 'field wanting' : 'field'}>
          <dt>
            {field.label}
            {field.wanting && <span class="unseen"> (missing)</span>}
          </dt>
          <dd dir="auto">
            <Spans text={field.value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function List({ block }: { readonly block: Of<'list'> }) {
  return (
    <ul class="card-list">
      {block.items.map((item, index) => (
        <li key={index}>
          <span dir="auto">
            <Spans text={item.text} />
          </span>
          {item.button && <PressButton button={item.button} />}
        </li>
      ))}
    </ul>
  );
}

/** A menu and not a `<select>`, which on some systems chooses while one only looks through it with the arrow keys. */
function Select({ block }: { readonly block: Of<'select'> }) {
  const go = usePress();
  const [busy, run] = useBusy();
  const chosen = block.choices.find((choice) => choice.value === block.chosen);
  const items = block.choices.map(({ value, label }) => ({
    key: value,
    label,
    checked: value === block.chosen,
    choose: () => void run(() => go(block.action, { [block.option]: value })),
  }));
  return (
    <div class="card-select">
      <Menu
        name={block.label}
        buttonClass="button"
        busy={busy}
        button={
          <>
            <span class="select-label">{block.label}</span> {chosen?.label ?? 'choose'} <Icon name="down" />
          </>
        }
        sections={[{ items }]}
      />
    </div>
  );
}
