import { useApp } from '../../state/state.ts';
import { ClockDialog } from './clock-dialog.tsx';
import { Confirm } from './confirm.tsx';
import { FormDialog } from './form-dialog.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { Switcher } from './switcher.tsx';

/** The one dialog that is open, if any. */
export function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  switch (dialog?.kind) {
    case 'form':
      return <FormDialog key={dialog.form} form={dialog.form} spot={dialog.spot} />;
    case 'confirm':
      return <Confirm question={dialog.question} />;
    case 'switcher':
      return <Switcher />;
    case 'shortcuts':
      return <Shortcuts />;
    case 'clock':
      return <ClockDialog />;
    default:
      return null;
  }
}
