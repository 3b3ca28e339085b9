import type { AlarmEventKind, AlarmKind, Priority } from '#shared/model/alarm.ts';

/** What a panel is told when it opens: plain data, since it is kept in the saved layout. */
export type ViewParams = {
  /** Screen to show, for the process view. */
  readonly screen?: string;
  /** Tag ids to show, for the trend view. */
  readonly tags?: readonly string[];
  /** Runbook to read, for the runbook view. */
  readonly runbook?: string;
  /** Run of a runbook to show, for the runbook view. */
  readonly run?: string;
  /** Incident whose board to show, for the incident view. */
  readonly incident?: string;
  /** Which part of the view: `history` in the alarm view, `problems` in diagnose. */
  readonly part?: string;
  /** What of the list or journal to show, for the alarm view: an order of its moment, not kept in a saved layout. */
  readonly alarms?: AlarmAsk;
};

/** A part of the alarm list or of the journal; what is absent is not narrowed. `kinds`, `user`, `alarms` and the span are the journal's only. */
export type AlarmAsk = {
  readonly group?: AlarmGroup;
  readonly text?: string;
  readonly priorities?: readonly Priority[];
  /** An asset with all below it. */
  readonly asset?: string;
  readonly kind?: AlarmKind;
  readonly class?: string;
  readonly alarms?: readonly string[];
  readonly kinds?: readonly AlarmEventKind[];
  readonly user?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
};

/** Parts of the alarm list whose counts are always in sight. */
export type AlarmGroup = 'first-out' | 'active' | 'unacked' | 'shelved' | 'suppressed' | 'out-of-service';

/** Props of every view. One view may stand in several panels, each with its own params. */
export type ViewProps = {
  readonly params: ViewParams;
  /** False while another tab covers the panel: nothing need be painted or watched. */
  readonly isVisible: boolean;
  /** Changes the title on the panel's tab. */
  readonly setTitle: (title: string) => void;
};
