import type { Migration } from './migration.ts';

export const alarmLife: Migration = {
  version: 4,
  name: 'uncertainty of times, and what hides an alarm',
  sql: `
    -- The true moment lies within so many ms of time_ms; NULL where that is not known.
    ALTER TABLE alarm_event ADD COLUMN uncertainty_ms REAL;
    -- What hides the alarm from this event on, as JSON: who, why, until when.
    ALTER TABLE alarm_event ADD COLUMN hiding TEXT;
  `,
};
