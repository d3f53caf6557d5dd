import { useApp } from '../../state/state.ts';
import { hue, initials } from '../../words/people.ts';

interface AvatarProps {
  /** Null is Baton. */
  readonly account: string | null;
  readonly name: string;
  readonly size?: 'small' | 'tiny';
}

/** A person's initials on a colour of their own, or Baton's mark. The name stands beside it, so it is silent. */
export function Avatar({ account, name, size }: AvatarProps) {
  const colour = useApp((state) => (account === null ? 'of-baton' : `hue-${hue(state.everyone, account)}`));
  const classes = ['avatar', size ?? '', colour].join(' ');
  return (
    <span class={classes} aria-hidden="true">
      {account === null ? <Mark /> : initials(name)}
    </span>
  );
}

/** Baton's mark: a baton on its way from one hand to the next. */
export function Mark() {
  return (
    <svg viewBox="0 0 16 16" class="mark" aria-hidden="true" focusable="false">
      <path d="M4.3 11.7 11.7 4.3" class="mark-stick" />
      <path d="M7.2 8.8 8.8 7.2" class="mark-grip" />
    </svg>
  );
}
