import { type Question, store } from '../../state/state.ts';
import { Act } from '../bits/busy.tsx';
import { closeDialog, Dialog } from '../bits/dialog.tsx';

/** Asks before what cannot be taken back. */
export function Confirm({ question }: { readonly question: Question }) {
  const { title, text, yes, danger, act } = question;
  const answer = async () => {
    await act();
    if (isStill(question)) closeDialog();
  };
  return (
    <Dialog title={title} class="narrow" asks>
      <p class="dialog-text">{text}</p>
      <div class="dialog-foot">
        <button type="button" class="button" data-first="" onClick={closeDialog}>
          Go back
        </button>
        <Act class={danger ? 'button danger solid' : 'button primary'} act={answer}>
          {yes}
        </Act>
      </div>
    </Dialog>
  );
}

/** The act may have opened a form in the question's place. */
function isStill(question: Question): boolean {
  const { dialog } = store.get();
  return dialog?.kind === 'confirm' && dialog.question === question;
}
