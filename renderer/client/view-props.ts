/** What a panel is told when it opens: plain data, since it is kept in the saved layout. */
export type ViewParams = {
  /** Screen to show, for the process view. */
  readonly screen?: string;
  /** Tag ids to show, for the trend view. */
  readonly tags?: readonly string[];
  /** Which part of the view: `history` in the alarm view, `problems` in diagnose. */
  readonly part?: string;
};

/** Props of every view. One view may stand in several panels, each with its own params. */
export type ViewProps = {
  readonly params: ViewParams;
  /** False while another tab covers the panel: nothing need be painted or watched. */
  readonly isVisible: boolean;
  /** Changes the title on the panel's tab. */
  readonly setTitle: (title: string) => void;
};
