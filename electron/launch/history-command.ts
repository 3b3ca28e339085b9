import { historyUsage, readHistoryCommand } from './history-command-line.ts';
import { runHistory } from './history-command-work.ts';
import { runLineCommand } from './line-command.ts';

/** `npm run history`: exports, imports, recordings and what time is recorded. */
process.exitCode = await runLineCommand({ name: 'history', usage: historyUsage, read: readHistoryCommand, work: runHistory });
