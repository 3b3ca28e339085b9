import { describe, expect, it } from 'vitest';
import type { IncidentTask } from '#shared/model/incident.ts';
import { byDue, isOverdue, nextTask, peopleOf } from './task-order.ts';

const task = (id: string, more: Partial<IncidentTask>): IncidentTask => ({ id, text: `do ${id}`, to: 'field-1', dueMs: null, givenMs: 0, givenBy: 'lead', state: 'open', endedMs: null, endedBy: null, result: '', ...more });

describe('tasks of an incident', () => {
  const tasks = [task('T1', {}), task('T2', { dueMs: 900 }), task('T3', { dueMs: 500 }), task('T4', { state: 'done', dueMs: 1, endedMs: 10 }), task('T5', { state: 'dropped', endedMs: 20 })];
  it('stand by when they are due, those without a time behind them, what is settled last', () => {
    expect(byDue(tasks).map(({ id }) => id)).toEqual(['T3', 'T2', 'T1', 'T5', 'T4']);
    expect(nextTask(tasks)?.id).toBe('T3');
    expect(nextTask(tasks.slice(3))).toBeNull();
  });
  it('are overdue while open and their time has passed; what is done is not, and one carried over is', () => {
    expect(tasks.filter((one) => isOverdue(one, 600)).map(({ id }) => id)).toEqual(['T3']);
    expect(isOverdue(task('T6', { state: 'carried-over', dueMs: 1 }), 2)).toBe(true);
  });
  it('names everybody once', () => {
    expect(peopleOf({ commander: 'ann', openedBy: 'ann', roles: [{ role: 'Electrical', person: 'bo' }], tasks }, 'cy')).toEqual(['ann', 'cy', 'bo', 'field-1']);
  });
});
