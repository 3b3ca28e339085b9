import { CommandPalette } from './command-palette.tsx';
import { LayoutDialog } from './displays/layout-dialog.tsx';
import { LeaveDialog } from './displays/leave-dialog.tsx';
import { DocumentDialog } from './document-dialog.tsx';
import { ExchangeDialogs } from './exchange/exchange-dialogs.tsx';
import { HelpSheet } from './help-sheet.tsx';
import { HideDialog } from './hide-dialog.tsx';
import { NoteDialog } from './incident-bar/note-dialog.tsx';
import { RunWriteDialog } from './inspector/run-write-dialog.tsx';
import { NoticeStack } from './notice-stack.tsx';
import { GoToTime } from './time-bar/go-to-time.tsx';

/** What opens over a window, whatever stands in it: the console, or one view beside it. */
export function ShellDialogs() {
  return (
    <>
      <GoToTime />
      <ExchangeDialogs />
      <DocumentDialog />
      <HideDialog />
      <NoteDialog />
      <RunWriteDialog />
      <LayoutDialog />
      <LeaveDialog />
      <CommandPalette />
      <HelpSheet />
      <NoticeStack />
    </>
  );
}
