import type { Migration } from './migration.ts';

export const tripGroups: Migration = {
  version: 5,
  name: 'resets of trip groups, and the raised alarms by alarm',
  sql: `
    -- When a trip group was reset, and by whom; the first row of a group, without a user, is when it came into the project.
    -- after_seq: the journal number up to which alarms no longer count. What a group holds is made up from the journal behind it.
    CREATE TABLE trip_reset (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, group_id TEXT NOT NULL, engine_ms REAL NOT NULL, after_seq INTEGER NOT NULL, user TEXT);
    CREATE INDEX trip_reset_by_group ON trip_reset (group_id, engine_ms, seq);

    -- The first alarm of a group since its reset is asked for by number, since the clock may have been set meanwhile.
    CREATE INDEX alarm_raised_by_alarm ON alarm_event (alarm, seq) WHERE kind = 'raised';
  `,
};
