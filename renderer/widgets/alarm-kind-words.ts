import type { AlarmEventKind, AlarmKind } from '#shared/model/alarm.ts';

/** Kinds of alarms as people call them. */
export const alarmKindWords: Readonly<Record<AlarmKind, string>> = {
  'high-high': 'High-high',
  high: 'High',
  low: 'Low',
  'low-low': 'Low-low',
  deviation: 'Deviation',
  'rate-of-change': 'Rate of change',
  discrete: 'Discrete',
  'off-normal': 'Off normal',
  trip: 'Trip',
  'change-of-state': 'Change of state',
  frozen: 'Frozen signal',
  stuck: 'Stuck',
  'bad-quality': 'Bad quality',
  communication: 'Communication',
  expression: 'Calculated',
  condition: 'Of the device',
};

/** What happened to an alarm, as the journal says it. */
export const alarmEventWords: Readonly<Record<AlarmEventKind, string>> = {
  raised: 'Raised',
  returned: 'Returned to normal',
  acknowledged: 'Acknowledged',
  reset: 'Reset',
  shelved: 'Shelved',
  unshelved: 'Unshelved',
  suppressed: 'Suppressed',
  unsuppressed: 'No longer suppressed',
  'removed-from-service': 'Taken out of service',
  'returned-to-service': 'Back in service',
  're-alarmed': 'Alarmed again',
  'handed-over': 'Handed over',
};
