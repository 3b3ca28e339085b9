/**
 * What a device says about one of its own conditions (OPC UA Alarms & Conditions), together with the earlier occurrences
 * of it that still wait for an acknowledgement (branches). All texts are bounded: whatever a device sends fits an alarm.
 */
export type DeviceCondition = {
  /** Names the condition within its device for the time the engine runs. */
  readonly key: string;
  /** What it stands at and what it is called there: OPC UA SourceName and ConditionName. */
  readonly source: string;
  readonly condition: string;
  /** Id of the device's tag that has the node it judges, or the node it stands at, as its address; null where none has. */
  readonly tag: string | null;
  readonly message: string;
  /** Which of its limits is passed, in the device's words ("HighHigh"); '' where it has none or is normal. */
  readonly limit: string;
  /** Urgency, 1 to 1000. */
  readonly severity: number;
  /** When the device says this state was reached, by its clock, UTC epoch ms. */
  readonly timeMs: number;
  /** When the device says the condition last turned active or inactive; null where it does not say. */
  readonly turnedMs: number | null;
  /** When it was last acknowledged or became unacknowledged there; null where the device does not say. */
  readonly ackedMs: number | null;
  readonly isActive: boolean;
  /** Acknowledged there, with every earlier occurrence. */
  readonly isAcked: boolean;
  /** Once gone and acknowledged it still waits for a reset, or for the confirmation some devices want. */
  readonly isLatching: boolean;
  /** What hides it at the device; null where nothing does. */
  readonly hiddenBy: DeviceHiding | null;
  /** Quality of the values it is judged on, OPC UA StatusCode. */
  readonly quality: number;
  /** Who acted last, by the name the device knows; null where it names nobody. */
  readonly user: string | null;
  readonly comment: string;
};

export type DeviceHiding = 'suppressed' | 'shelved' | 'out-of-service' | 'disabled';

/** News of a device's conditions. */
export type ConditionReport =
  | { readonly kind: 'changed'; readonly condition: DeviceCondition }
  /** These are all the device has to report: what is not among them is normal. */
  | { readonly kind: 'whole'; readonly conditions: readonly DeviceCondition[]; readonly timeMs: number }
  /** The link is down: whatever stands is as it was last heard of, with this bad quality. */
  | { readonly kind: 'lost'; readonly quality: number };

/** What can be asked of a condition at its device. `reset` also stands for the confirmation some devices want. */
export type ConditionAction = 'acknowledge' | 'reset';
