import { commandOf } from '../../model/completion.ts';

/** Why what was written cannot be sent as it is; null when it can. */
export function adviceOn(text: string, inThread: boolean): string | null {
  if (!/^\/\w/.test(text)) return null;
  if (inThread) return 'Commands with / do not work in threads. Mention Baton instead:';
  return commandOf(text) === null ? 'The only command here is /baton:' : null;
}

interface AdviceProps {
  readonly text: string;
  readonly inThread: boolean;
  readonly turnInto: (words: string) => void;
}

/** Says so kindly, and offers what would work. */
export function Advice({ text, inThread, turnInto }: AdviceProps) {
  const said = text.trim();
  const begun = !inThread && '/baton'.startsWith(said);
  const advice = begun ? null : adviceOn(said, inThread);
  const rest = said.replace(/^\/(?:baton)?\s*/, '');
  const instead = inThread ? `@Baton ${rest}` : `/baton ${rest}`;
  return (
    <div class="advice" role="status">
      {advice && (
        <>
          <span>{advice}</span>
          <button type="button" class="link-button" onClick={() => turnInto(instead)}>
            {instead}
          </button>
        </>
      )}
    </div>
  );
}
