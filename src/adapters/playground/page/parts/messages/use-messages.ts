import { useMemo } from 'preact/hooks';
import type { View } from '../../../api.ts';
import type { Placed } from '../../model/timeline.ts';
import { useApp } from '../../state/state.ts';

/** All messages of the view, with what stands on this page alone: answers, and words on their way. */
export function useMessages(view: View): readonly Placed[] {
  const answers = useApp((state) => state.answers);
  const unsent = useApp((state) => state.unsent);
  const dismissed = useApp((state) => state.dismissed);
  return useMemo(() => {
    const away = new Set(dismissed);
    const mine = view.me.account;
    return [
      ...view.messages.filter((message) => !message.private || !away.has(message.id)),
      ...answers.filter((answer) => answer.as === mine),
      ...unsent.filter((message) => message.author === mine),
    ];
  }, [view, answers, unsent, dismissed]);
}
