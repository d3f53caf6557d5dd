import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { growWithText } from './grow.ts';
import type { Caret } from './suggestions.ts';

/** What was begun and not sent, by person and place, for as long as the page is open. */
const drafts = new Map<string, string>();

/** The text of a composer: kept as a draft of its place, the field as high as its words, the caret where it was put. */
export function useWriting(place: string) {
  const [text, setText] = useState(drafts.get(place) ?? '');
  const [caret, setCaret] = useState<Caret | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const moveTo = useRef<number | null>(null);
  useLayoutEffect(() => {
    growWithText(field.current);
    if (moveTo.current !== null) field.current?.setSelectionRange(moveTo.current, moveTo.current);
    moveTo.current = null;
  }, [text]);

  const hold = (words: string, at: number | null) => {
    drafts.set(place, words);
    setText(words);
    setCaret(at === null ? null : { text: words, at });
  };
  return {
    text,
    /** Where something may be completed; null where nothing is offered. */
    caret,
    field,
    /** Takes what the field holds. */
    typed(input: HTMLTextAreaElement): void {
      hold(input.value, input.selectionStart);
    },
    /** Puts words in the field, with the caret at `at`. */
    write(words: string, at: number): void {
      hold(words, at);
      moveTo.current = at;
      field.current?.focus();
    },
    /** Puts words in at the caret, apart from what stands before. */
    insert(words: string): void {
      const at = field.current?.selectionStart ?? text.length;
      const gap = at > 0 && !/\s$/.test(text.slice(0, at)) ? ' ' : '';
      this.write(text.slice(0, at) + gap + words + text.slice(at), at + gap.length + words.length);
    },
    clear: (): void => hold('', null),
    /** Gives back what could not be sent, unless something else was begun. */
    restore(words: string): void {
      if ((drafts.get(place) ?? '') === '') hold(words, null);
    },
    rest: (): void => setCaret(null),
  };
}
