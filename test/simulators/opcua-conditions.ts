import {
  type AddressSpace,
  ConditionInfo,
  type ConditionSnapshot,
  type Namespace,
  type UAAlarmConditionEx,
  type UAObject,
  type UAVariable,
} from 'node-opcua-address-space';
import { coerceLocalizedText, DataType, type StatusCode, StatusCodes } from 'node-opcua-client';

/** One condition of the test server. `hand`: nothing judges it, the test says what it does. */
export type ConditionSetup = {
  /** Object it stands at; made when first named. */
  readonly source: string;
  readonly kind: 'limit' | 'off-normal' | 'hand';
  /** Variable of the server it judges. */
  readonly input: string;
  readonly limits?: { readonly highHigh?: number; readonly high?: number; readonly low?: number; readonly lowLow?: number };
  readonly severity?: number;
  readonly message?: string;
  /** It wants a confirmation after the acknowledgement. */
  readonly wantsConfirm?: boolean;
};

export type RaiseOptions = { readonly at?: Date; readonly severity?: number; readonly message?: string; readonly quality?: StatusCode };

/** The hands of the test on the server's conditions, by name. */
export type ConditionControls = {
  /** Turns a condition active and unacknowledged. */
  raise(name: string, options?: RaiseOptions): void;
  /** Turns it inactive; it stays unacknowledged if it was. */
  clear(name: string, at?: Date): void;
  /** As a server does that keeps branches: the occurrence so far is kept as a branch, the condition itself is normal. */
  clearIntoBranch(name: string): void;
  enable(name: string, isEnabled: boolean): void;
  suppress(name: string, isSuppressed: boolean): void;
  takeOutOfService(name: string, isOut: boolean): void;
  latch(name: string): void;
  shelve(name: string, isShelved: boolean): void;
  state(name: string): { readonly isActive: boolean; readonly isAcked: boolean; readonly branches: number };
  /** What an acknowledgement of its present state names. */
  eventId(name: string): Buffer;
  /** Raises the last event of it once more, as it was. */
  repeat(name: string): void;
  /** Makes the server forget it without a word, as a restart of the underlying system would. */
  forget(name: string): void;
  /** Raises an event of this type on the Server object, with these fields. */
  event(type: string, fields: Readonly<Record<string, { readonly dataType: DataType; readonly value: unknown }>>): void;
  /** Comments as they came in, the last one last. */
  readonly comments: readonly string[];
  /** How often somebody asked for a refresh. */
  readonly refreshes: number;
  /** Answers refreshes from now on with this, until null. */
  refuseRefresh(status: StatusCode | null): void;
};

type Parts = { readonly space: AddressSpace; readonly plant: Namespace; readonly folder: UAObject; readonly variables: ReadonlyMap<string, UAVariable> };
/** Parts of the library's conditions that its declarations leave out. */
type Inner = UAAlarmConditionEx & {
  _resend_conditionEvents(): number;
  raiseConditionEvent(branch: ConditionSnapshot, renew: boolean): void;
  _setEnabledState(isEnabled: boolean): StatusCode;
  evaluateConditionsAfterEnabled(): void;
};

/**
 * Real conditions of node-opcua on the server of the tests, put right where the library falls short of OPC 10000-9:
 * SourceName without a namespace index, the name of who acknowledged in the event that says so, branches in a refresh,
 * an acknowledged alarm that stays retained while it is active, and a second acknowledgement refused.
 */
export function addConditions({ space, plant, folder, variables }: Parts, setups: Readonly<Record<string, ConditionSetup>>): ConditionControls {
  const server = space.rootFolder.objects.server;
  // A server without conditions of its own has no refresh either.
  if (Object.keys(setups).length > 0) space.installAlarmsAndConditionsService();
  const sources = new Map<string, UAObject>();
  const alarms = new Map<string, Inner>();
  const comments: string[] = [];
  let refreshes = 0;
  let refusal: StatusCode | null = null;

  const sourceOf = (name: string): UAObject => {
    const known = sources.get(name);
    if (known !== undefined) return known;
    const made = plant.addObject({ organizedBy: folder, nodeId: `s=${name}.Object`, browseName: name, eventNotifier: 1, eventSourceOf: server });
    sources.set(name, made);
    return made;
  };
  for (const [name, setup] of Object.entries(setups)) {
    const source = sourceOf(setup.source);
    const input = variables.get(setup.input)!;
    const optionals = ['SuppressedState', 'OutOfServiceState', 'ShelvingState', 'LatchedState', 'Reset', 'Comment', 'AckedState.TransitionTime'];
    if (setup.wantsConfirm === true) optionals.push('ConfirmedState', 'Confirm');
    const common = { componentOf: source, conditionSource: source, browseName: name, conditionName: name, nodeId: `s=${setup.source}.${name}`, inputNode: input, optionals };
    const { highHigh, high, low, lowLow } = setup.limits ?? {};
    const made =
      setup.kind === 'limit'
        ? plant.instantiateExclusiveLimitAlarm('ExclusiveLimitAlarmType', {
            ...common,
            ...(highHigh === undefined ? {} : { highHighLimit: highHigh }),
            ...(high === undefined ? {} : { highLimit: high }),
            ...(low === undefined ? {} : { lowLimit: low }),
            ...(lowLow === undefined ? {} : { lowLowLimit: lowLow }),
          } as never)
        : setup.kind === 'off-normal'
          ? plant.instantiateOffNormalAlarm({ ...common, normalState: variables.get(`${setup.input}.Normal`)! } as never)
          : plant.instantiateAlarmCondition('AlarmConditionType', common as never);
    const alarm = made as unknown as Inner;
    alarm.setEnabledState(true);
    shelving(alarm).setState('Unshelved');
    alarm.sourceName.setValueFromSource({ dataType: DataType.String, value: setup.source });
    putRight(alarm, setup);
    alarm.acknowledge.bindMethod(((inputs: { value: unknown }[], context: { getUserName(): string }, callback: (error: null, answer: { statusCode: StatusCode }) => void) => {
      const branch = branchOf(alarm, inputs[0]!.value as Buffer);
      if (branch === null) return callback(null, { statusCode: StatusCodes.BadEventIdUnknown });
      if (branch.getAckedState()) return callback(null, { statusCode: StatusCodes.BadConditionBranchAlreadyAcked });
      branch.setAckedState(true);
      if (setup.wantsConfirm === true) branch.setConfirmedState(false);
      answer(alarm, branch, inputs[1]!.value, context.getUserName());
      callback(null, { statusCode: StatusCodes.Good });
    }) as never);
    alarm.confirm?.bindMethod(((inputs: { value: unknown }[], context: { getUserName(): string }, callback: (error: null, answer: { statusCode: StatusCode }) => void) => {
      const branch = branchOf(alarm, inputs[0]!.value as Buffer);
      if (branch === null) return callback(null, { statusCode: StatusCodes.BadEventIdUnknown });
      if (branch.getConfirmedState()) return callback(null, { statusCode: StatusCodes.BadConditionBranchAlreadyConfirmed });
      branch.setConfirmedState(true);
      answer(alarm, branch, inputs[1]!.value, context.getUserName());
      callback(null, { statusCode: StatusCodes.Good });
    }) as never);
    (alarm as unknown as { reset?: { bindMethod(method: unknown): void } }).reset?.bindMethod((_inputs: unknown, context: { getUserName(): string }, callback: (error: null, answer: { statusCode: StatusCode }) => void) => {
      const branch = alarm.currentBranch() as unknown as Snapshot;
      if (branch.getActiveState() || !branch.getAckedState()) return callback(null, { statusCode: StatusCodes.BadInvalidState });
      twoState(alarm, 'latchedState').set(false);
      answer(alarm, branch, coerceLocalizedText(''), context.getUserName());
      callback(null, { statusCode: StatusCodes.Good });
    });
    alarms.set(name, alarm);
  }
  /** Carries out what a client asked for: who, what was said, and the event of it. */
  const answer = (alarm: Inner, branch: Snapshot, comment: unknown, user: string): void => {
    const text = coerceLocalizedText(comment as never);
    comments.push(text?.text ?? '');
    branch.setComment(text ?? '');
    branch.setClientUserId(user);
    branch.setTime(new Date());
    settleRetain(branch);
    alarm.raiseConditionEvent(branch as unknown as ConditionSnapshot, true);
    if (branch !== (alarm.currentBranch() as unknown as Snapshot) && !branch.getRetain()) alarm.deleteBranch(branch as never);
  };
  const conditionType = space.findEventType('ConditionType')!;
  const refreshMethod = (conditionType as unknown as { conditionRefresh: { bindMethod(method: unknown): void; _asyncExecutionFunction: (...given: unknown[]) => void } }).conditionRefresh;
  const refresh = refreshMethod._asyncExecutionFunction;
  refreshMethod.bindMethod(function (this: unknown, inputs: unknown, context: unknown, callback: (error: null, answer: { statusCode: StatusCode }) => void) {
    refreshes += 1;
    if (refusal !== null) callback(null, { statusCode: refusal });
    else refresh.call(this, inputs, context, callback);
  });

  const alarmOf = (name: string): Inner => alarms.get(name)!;
  const trunkOf = (name: string): Snapshot => alarmOf(name).currentBranch() as unknown as Snapshot;
  const tell = (name: string, at = new Date()): void => {
    const trunk = trunkOf(name);
    trunk.setTime(at);
    trunk.setReceiveTime(new Date());
    settleRetain(trunk);
    alarmOf(name).raiseConditionEvent(trunk as unknown as ConditionSnapshot, true);
  };

  return {
    raise(name, { at = new Date(), severity, message, quality } = {}) {
      const trunk = trunkOf(name);
      const setup = setups[name]!;
      trunk.setActiveState(true, { transitionTime: at });
      trunk.setAckedState(false, { transitionTime: at });
      trunk.setSeverity(severity ?? setup.severity ?? 500);
      trunk.setMessage(message ?? setup.message ?? `${name} of ${setup.source}`);
      trunk.setQuality(quality ?? StatusCodes.Good);
      tell(name, at);
    },
    clear(name, at = new Date()) {
      trunkOf(name).setActiveState(false, { transitionTime: at });
      tell(name, at);
    },
    clearIntoBranch(name) {
      const alarm = alarmOf(name);
      const branch = alarm.createBranch();
      alarm.raiseConditionEvent(branch, true);
      const trunk = trunkOf(name);
      trunk.setActiveState(false);
      trunk.setAckedState(true);
      tell(name);
    },
    enable: (name, isEnabled) => void alarmOf(name)._setEnabledState(isEnabled),
    suppress(name, isSuppressed) {
      trunkOf(name).setSuppressedState(isSuppressed);
      tell(name);
    },
    takeOutOfService(name, isOut) {
      twoState(alarmOf(name), 'outOfServiceState').set(isOut);
      tell(name);
    },
    latch(name) {
      twoState(alarmOf(name), 'latchedState').set(true);
      tell(name);
    },
    shelve(name, isShelved) {
      shelving(alarmOf(name)).setState(isShelved ? 'OneShotShelved' : 'Unshelved');
      tell(name);
    },
    state(name) {
      const trunk = trunkOf(name);
      return { isActive: trunk.getActiveState(), isAcked: trunk.getAckedState(), branches: alarmOf(name).getBranchCount() };
    },
    eventId: (name) => trunkOf(name).getEventId(),
    repeat: (name) => alarmOf(name).raiseConditionEvent(alarmOf(name).currentBranch(), false),
    forget(name) {
      const trunk = trunkOf(name);
      trunk.setActiveState(false);
      trunk.setAckedState(true);
      trunk.setRetain(false);
    },
    event(type, fields) {
      server.raiseEvent(space.findEventType(type)!, fields as never);
    },
    comments,
    get refreshes() {
      return refreshes;
    },
    refuseRefresh(status) {
      refusal = status;
    },
  };
}

type StateOptions = { readonly transitionTime?: Date };
type Snapshot = {
  getActiveState(): boolean;
  getAckedState(): boolean;
  getConfirmedState(): boolean;
  getRetain(): boolean;
  getEventId(): Buffer;
  setRetain(isRetained: boolean): void;
  setActiveState(isActive: boolean, options?: StateOptions): void;
  setAckedState(isAcked: boolean, options?: StateOptions): void;
  setConfirmedState(isConfirmed: boolean): void;
  setSuppressedState(isSuppressed: boolean): void;
  setSeverity(severity: number): void;
  setMessage(message: string): void;
  setQuality(quality: StatusCode): void;
  setComment(comment: unknown): void;
  setClientUserId(user: string): void;
  setTime(time: Date): void;
  setReceiveTime(time: Date): void;
  readonly condition: UAAlarmConditionEx;
};

/** A state the library has no machinery for: its flag is set as any variable, and the snapshot of the condition sees it. */
function twoState(alarm: UAAlarmConditionEx, name: 'latchedState' | 'outOfServiceState'): { get(): boolean; set(is: boolean): void } {
  const { id } = (alarm as unknown as Record<typeof name, { id: UAVariable }>)[name];
  return { get: () => id.readValue().value.value === true, set: (is) => id.setValueFromSource({ dataType: DataType.Boolean, value: is }) };
}
const shelving = (alarm: Inner): { setState(state: string): void } => (alarm as unknown as { shelvingState: { setState(state: string): void } }).shelvingState;
const branchOf = (alarm: Inner, eventId: Buffer): Snapshot | null => (alarm as unknown as { findBranchForEventId(id: Buffer): Snapshot | null }).findBranchForEventId(eventId);

/** Retained as long as anybody must still do or see something about it (OPC 10000-9, 5.5.2). */
function settleRetain(branch: Snapshot): void {
  const wantsConfirm = branch.condition.confirmedState !== undefined && !branch.getConfirmedState();
  const isTrunk = (branch.condition as unknown as Inner).currentBranch() === (branch as unknown as ConditionSnapshot);
  branch.setRetain(!branch.getAckedState() || wantsConfirm || (isTrunk && (branch.getActiveState() || twoState(branch.condition, 'latchedState').get())));
}

function putRight(alarm: Inner, setup: ConditionSetup): void {
  alarm._resend_conditionEvents = () => {
    let sent = 0;
    for (const branch of [alarm.currentBranch(), ...alarm.getBranches()]) {
      if (!branch.getRetain()) continue;
      alarm.raiseConditionEvent(branch, false);
      sent += 1;
    }
    return sent;
  };
  alarm.evaluateConditionsAfterEnabled = () => undefined;
  alarm.calculateConditionInfo = ((state: string | null, _isActive: boolean, value: string) =>
    new ConditionInfo({
      message: state === null ? `${setup.source} is normal again` : (setup.message ?? `${setup.source} is ${state} at ${value}`),
      quality: StatusCodes.Good,
      retain: state !== null,
      severity: setup.severity ?? 500,
    })) as never;
}
