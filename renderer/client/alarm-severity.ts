import { type AlarmRow, isActive, isUnacked } from './alarm-rows.ts';

/** Lower is worse: what stands before what only waits for its acknowledge, then by priority, then unacknowledged first. */
export const severityOf = ({ standing, priority }: Pick<AlarmRow, 'standing' | 'priority'>): number => (isActive(standing.state) ? 0 : 10) + priority + (isUnacked(standing.state) ? 0 : 0.5);
