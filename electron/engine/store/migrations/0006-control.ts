import type { Migration } from './migration.ts';

export const control: Migration = {
  version: 6,
  name: 'the audit log by what was done to what',
  sql: `
    -- Writes to one tag, and writes nobody knows the end of after a start, are asked for without reading the whole log.
    CREATE INDEX audit_intent_by_subject ON audit (action, subject, seq) WHERE intent IS NULL;
  `,
};
