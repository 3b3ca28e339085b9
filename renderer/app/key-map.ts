/** One line of the keyboard map. `keys` as they are written in the help. */
export type KeyLine = { readonly keys: readonly string[]; readonly does: string; readonly where?: string };

/** The whole map, for the help sheet. What each does stands in `use-keyboard.ts` and in the views named. */
export const keyMap: readonly KeyLine[] = [
  { keys: ['Ctrl K'], does: 'Search tags, assets, alarms, views and commands' },
  { keys: ['Alt 1 … 9'], does: 'Open view 1 to 9 of the rail' },
  { keys: ['Ctrl Tab', 'Ctrl Shift Tab'], does: 'Next, previous tab' },
  { keys: ['F6', 'Shift F6'], does: 'Next, previous panel' },
  { keys: ['Alt Left', 'Alt Right'], does: 'Back, forward' },
  { keys: ['F8'], does: 'Silence the horn until a new alarm' },
  { keys: ['F9'], does: 'Acknowledge the alarms shown on the screen' },
  { keys: ['F11'], does: 'Maximise or restore the panel' },
  { keys: ['I'], does: 'Open or close the inspector' },
  { keys: ['T'], does: 'Add the selected tag or asset to the trend, as dragging it there does' },
  { keys: ['R'], does: 'Replay from 60 s before the selected alarm, or the first one shown' },
  { keys: ['L'], does: 'Back to live' },
  { keys: [',', '.'], does: 'Step one event of the alarm journal back, forward' },
  { keys: ['<', '>'], does: 'Jump to the previous, next raised alarm' },
  { keys: ['Ctrl G'], does: 'Go to a date and time' },
  { keys: ['Left', 'Right'], does: 'Move the moment by a column; with Shift by ten', where: 'time bar' },
  { keys: ['Space'], does: 'Play or pause', where: 'time bar' },
  { keys: ['[', ']'], does: 'Shorter, longer span', where: 'time bar' },
  { keys: ['Left', 'Right', 'Enter'], does: 'Previous, next note; show its moment', where: 'notes of the time bar' },
  { keys: ['Delete'], does: 'Take the window away', where: 'handles of the window' },
  { keys: ['M', 'Shift M', 'Enter'], does: 'Next, previous event of the strip; open it', where: 'trend' },
  { keys: ['Shift A', 'Shift B'], does: 'Set cursor A, B at the pointer', where: 'trend and waterfall' },
  { keys: ['Left', 'Right', 'Home'], does: 'Read line by line, bin by bin; the greatest', where: 'spectrum and histogram' },
  { keys: ['+', '−', '0'], does: 'Nearer, farther, the whole screen', where: 'process screen' },
  { keys: ['Shift Left', 'Shift Up'], does: 'Move the part that is shown, in any direction', where: 'process screen' },
  { keys: ['F', 'Ctrl F'], does: 'Come near to what is selected; find on the screen', where: 'process screen' },
  { keys: ['Left', 'Up', 'Esc'], does: 'Move a frame by its title, in any direction; close it', where: 'faceplate or popup' },
  { keys: ['R'], does: 'Replay from 60 s before the first-out', where: 'flood' },
  { keys: ['Left', 'Right', 'Enter'], does: 'Previous, next alarm by time; select it', where: 'sequence of events' },
  { keys: ['Left', 'Right', 'Home', 'Enter'], does: 'Previous, next 10 minutes, the fullest; their events', where: 'chart of alarm health' },
  { keys: ['Enter', 'Space', 'R'], does: 'Events of the alarm or flood; select it; replay it', where: 'lists of alarm health' },
  { keys: ['A', 'E'], does: 'Acknowledge, reset the selected alarms', where: 'alarm list' },
  { keys: ['S', 'O'], does: 'Shelve, take out of service', where: 'alarm list' },
  { keys: ['U', 'H'], does: 'Unshelve or return to service; take over from another', where: 'alarm list' },
  { keys: ['Shift Up', 'Shift Down', 'Ctrl Space'], does: 'Select several rows; add or leave out one', where: 'alarm list' },
  { keys: ['/'], does: 'Narrow the list by words; Enter goes to the rows', where: 'alarm list' },
  { keys: ['Up', 'Down'], does: 'Select the row above, below', where: 'lists' },
  { keys: ['Enter'], does: 'Open the screen of the selected row', where: 'lists' },
  { keys: ['Esc'], does: 'Close, cancel; never acknowledges' },
  { keys: ['?'], does: 'Show this map' },
];

/** Panels F6 steps through, by their `data-panel` or landmark, in order. */
export const panelSelectors = ['.alarm-banner', '.navigation-rail', '.workspace', '.shell-inspector', '.time-bar', '.status-bar'] as const;
