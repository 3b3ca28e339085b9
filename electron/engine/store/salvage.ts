import Database from 'better-sqlite3';

/** What is worth carrying over from a damaged file, with its columns; history stays behind, in the old file. */
const tables = [
  ['meta', ['name', 'value']],
  ['text', ['number', 'text']],
  ['alarm_event', ['seq', 'alarm', 'kind', 'state_from', 'state_to', 'time_ms', 'engine_ms', 'value', 'quality', 'user', 'comment']],
  ['alarm_standing', ['alarm', 'body']],
  ['note', ['seq', 'from_ms', 'to_ms', 'made_ms', 'user', 'text', 'tags', 'asset', 'withdrawn_ms', 'withdrawn_by']],
  ['audit', ['seq', 'time_ms', 'user', 'role', 'action', 'subject', 'detail', 'result', 'intent']],
] as const;

/**
 * Copies what can be read of the alarm journal, standings, texts, audit lines and small facts of a damaged database into
 * a new one. Reads only; whatever row the damage hits ends that table. Gives back words for the log.
 */
export function salvage(damagedPath: string, into: Database.Database): string {
  let rows = 0;
  let brokenTables = 0;
  let from: Database.Database;
  try {
    from = new Database(damagedPath, { readonly: true, timeout: 1000 });
  } catch {
    return 'nothing could be read from the damaged file';
  }
  try {
    for (const [table, columns] of tables) {
      const insert = into.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
      try {
        into.transaction(() => {
          // A row that cannot be read ends the table; the rows before it are kept.
          try {
            for (const row of from
              .prepare<[], unknown[]>(`SELECT ${columns.join(', ')} FROM ${table}`)
              .raw()
              .iterate()) {
              insert.run(...row);
              rows++;
            }
          } catch {
            brokenTables++;
          }
        })();
      } catch {
        brokenTables++;
      }
    }
  } finally {
    from.close();
  }
  const whole = brokenTables === 0 ? 'whole' : `as far as readable (${brokenTables} of ${tables.length} tables were cut short)`;
  return `alarm journal, audit log and texts were carried over ${whole}, ${rows} rows`;
}
