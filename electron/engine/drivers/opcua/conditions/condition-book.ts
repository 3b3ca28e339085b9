import type { NodeId } from 'node-opcua-client';
import type { ConditionReport, DeviceCondition } from '#shared/model/device-condition.ts';
import type { ConditionState } from './read-event.ts';

type Entry = {
  /** Its node on this connection. */
  conditionId: NodeId;
  /** The condition itself; null while only branches of it are known. */
  trunk: ConditionState | null;
  /** Earlier occurrences the server keeps, by their branch node, oldest first. */
  readonly branches: Map<string, ConditionState>;
};

/** What has to be called at the server to carry out an action, in this order. */
export type ConditionCalls = { readonly conditionId: NodeId; readonly eventIds: readonly Buffer[]; readonly isLatched: boolean };

export type ConditionBookOptions = {
  /** Conditions kept at most; further ones are left out and counted. */
  readonly most: number;
  /** The node with its namespace by name: the same on every connection. */
  readonly keyOf: (node: NodeId) => string;
  /** The tag with this node as its address, by the node's text. */
  readonly tagOf: (node: string) => string | null;
  readonly report: (report: ConditionReport) => void;
};

/** The conditions of one server that have something to say, and the branches of each folded into one. */
export type ConditionBook = {
  take(state: ConditionState): void;
  /** From here to `refreshed` the server names all it has; reports are held back, so that no half of it is shown. */
  refreshing(): void;
  /** All was named: what was not is dropped, and the whole is reported. Without `refreshing` before it does nothing. */
  refreshed(timeMs: number): void;
  /** The end of a refresh is long in coming: reports go out again; `refreshed` may still come. */
  release(): void;
  /** The refresh under way will not end: its link is lost. */
  abandon(): void;
  /** The server has no conditions at all. */
  clear(timeMs: number): void;
  callsFor(key: string, action: 'acknowledge' | 'reset'): ConditionCalls | null;
  /** Conditions kept, and how many the server named beyond the limit. */
  readonly size: number;
  readonly leftOut: number;
};

const isOver = (state: ConditionState): boolean =>
  !state.isRetained && !state.isActive && state.isAcked && state.isConfirmed !== false && !state.isLatched && state.hiddenBy === null;

/**
 * A condition and its branches (OPC 10000-9, 4.4 and 5.5.2) are one alarm here: it is active as the condition is now, and
 * acknowledged when that and every earlier occurrence is. ActiveState and AckedState are believed before Retain: a server
 * that drops Retain of an active alarm (node-opcua does at the acknowledgement) does not clear it with that.
 */
export function createConditionBook({ most, keyOf, tagOf, report }: ConditionBookOptions): ConditionBook {
  const entries = new Map<string, Entry>();
  /** Branches named since the refresh began, as key and branch; null outside. */
  let named: Set<string> | null = null;
  /** Conditions not reported yet, while reports are held back. */
  let held: Set<string> | null = null;
  const leftOut = new Set<string>();

  const nameOf = (key: string, branch: string): string => `${key}\n${branch}`;
  const fold = (key: string, { trunk, branches }: Entry): DeviceCondition => {
    const kept = [...branches.values()];
    const members = trunk === null ? kept : [trunk, ...kept];
    // Of a condition that is normal again the branch says more: what was, not that it is over.
    const told = (trunk !== null && (trunk.isActive || kept.length === 0) ? trunk : kept.at(-1)) as ConditionState;
    const latest = members.reduce((a, b) => (b.timeMs > a.timeMs ? b : a));
    return {
      key,
      source: told.source,
      condition: told.condition,
      tag: tagOf(told.inputNode) ?? tagOf(told.sourceNode),
      message: told.message,
      limit: told.limit,
      severity: told.severity,
      timeMs: latest.timeMs,
      turnedMs: trunk?.turnedMs ?? null,
      ackedMs: latest.ackedMs,
      isActive: trunk?.isActive ?? false,
      isAcked: members.every((state) => state.isAcked),
      isLatching: trunk?.isLatched === true || members.some((state) => state.isConfirmed !== null && !(state.isAcked && state.isConfirmed)),
      hiddenBy: trunk?.hiddenBy ?? null,
      quality: (trunk ?? told).quality,
      user: latest.user,
      comment: latest.comment,
    };
  };
  const tell = (key: string, entry: Entry): void => {
    if (held === null) report({ kind: 'changed', condition: fold(key, entry) });
    else held.add(key);
  };
  const forget = (key: string, entry: Entry): void => {
    if (entry.branches.size === 0 && (entry.trunk === null || isOver(entry.trunk))) entries.delete(key);
  };
  const takeBranch = (key: string, entry: Entry, state: ConditionState): void => {
    // A branch ends when the server retains it no longer.
    if (state.isRetained) entry.branches.set(state.branch, state);
    else entry.branches.delete(state.branch);
    // The condition itself is still to come: in a refresh it follows, else it is normal.
    if (entry.trunk === null && entry.branches.size === 0) entries.delete(key);
    else tell(key, entry);
  };
  const takeTrunk = (key: string, entry: Entry, state: ConditionState): void => {
    const before = entry.trunk;
    if (state.hiddenBy === 'disabled') {
      // A disabled condition says nothing but that; its branches are not kept (OPC 10000-9, 5.5.2, EnabledState).
      entry.branches.clear();
      entry.trunk = before === null ? state : { ...state, message: before.message, severity: before.severity, inputNode: before.inputNode };
    } else entry.trunk = state;
    tell(key, entry);
    if (held === null) forget(key, entry);
  };

  return {
    take(state) {
      const key = keyOf(state.conditionId);
      let entry = entries.get(key);
      if (entry === undefined) {
        if (entries.size >= most && !isOver(state)) {
          if (leftOut.size < most) leftOut.add(key);
          return;
        }
        entry = { conditionId: state.conditionId, trunk: null, branches: new Map() };
        entries.set(key, entry);
      }
      entry.conditionId = state.conditionId;
      named?.add(nameOf(key, state.branch));
      if (state.branch === '') takeTrunk(key, entry, state);
      else takeBranch(key, entry, state);
    },
    refreshing() {
      named = new Set();
      held = new Set();
      leftOut.clear();
    },
    refreshed(timeMs) {
      if (named === null) return;
      for (const [key, entry] of entries) {
        for (const branch of entry.branches.keys()) if (!named.has(nameOf(key, branch))) entry.branches.delete(branch);
        if (entry.trunk !== null && !named.has(nameOf(key, ''))) entry.trunk = null;
        forget(key, entry);
      }
      named = null;
      held = null;
      report({ kind: 'whole', timeMs, conditions: [...entries].map(([key, entry]) => fold(key, entry)) });
    },
    release() {
      const waiting = held ?? new Set();
      held = null;
      for (const key of waiting) {
        const entry = entries.get(key);
        if (entry === undefined) continue;
        tell(key, entry);
        forget(key, entry);
      }
    },
    abandon() {
      named = null;
      this.release();
    },
    clear(timeMs) {
      entries.clear();
      named = null;
      held = null;
      report({ kind: 'whole', timeMs, conditions: [] });
    },
    callsFor(key, action) {
      const entry = entries.get(key);
      if (entry === undefined) return null;
      const members = [...entry.branches.values(), ...(entry.trunk === null ? [] : [entry.trunk])];
      const meant = members.filter((state) => (action === 'acknowledge' ? !state.isAcked : state.isAcked && state.isConfirmed === false));
      return { conditionId: entry.conditionId, eventIds: meant.map((state) => state.eventId), isLatched: entry.trunk?.isLatched ?? false };
    },
    get size() {
      return entries.size;
    },
    get leftOut() {
      return leftOut.size;
    },
  };
}
