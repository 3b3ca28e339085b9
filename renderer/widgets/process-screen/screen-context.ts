import type { AlarmDefinition, AlarmState, Priority } from '#shared/model/alarm.ts';
import type { ColumnHistory } from '#shared/math/pixel-columns.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { ScreenPopup } from '#shared/screen/screen-model.ts';
import type { Sparkline } from '../sparkline.ts';
import type { ScreenOverlay } from './overlay/overlay-part.ts';

/** What a screen needs to know of the project; the client's directory index fits. Indices are dense tag indices. */
export type ScreenDirectory = {
  tag(index: number): TagDefinition | undefined;
  indexOf(id: string): number;
  asset(id: string): AssetDefinition | undefined;
  tagsOfAsset(asset: AssetDefinition['id']): readonly number[];
  alarmsOfTag(index: number): readonly AlarmDefinition[];
};

/** Latest values; the client's live store fits. */
export type ScreenLive = {
  readonly value: Float64Array;
  readonly quality: Uint32Array;
  readonly timeMs: Float64Array;
  /** True while there is no link to the engine, whatever the devices do. */
  readonly isLinkLost: boolean;
  watch(tags: readonly number[], onChange: () => void): () => void;
  text(index: number): string;
};

/** The alarm that marks something: the worst one told to the operator. */
export type ScreenAlarm = { readonly priority: Priority; readonly state: AlarmState };

/** One alarm as a list on a screen writes it. */
export type ScreenAlarmRow = ScreenAlarm & {
  readonly tag: string | null;
  readonly asset: string | null;
  readonly message: string;
  /** When it came, UTC epoch ms. */
  readonly raisedMs: number;
};

export type ScreenAlarms = {
  ofTag(tag: string): ScreenAlarm | null;
  ofAsset(asset: string): ScreenAlarm | null;
  /** The hidden alarm that is marked where no other stands: shelved, suppressed or out of service, by its form alone. It colours nothing. */
  hiddenOfTag(tag: string): ScreenAlarm | null;
  hiddenOfAsset(asset: string): ScreenAlarm | null;
  /** Active alarms of the asset and all below it, by priority. */
  countsBelow(asset: string): Readonly<Record<Priority, number>>;
  /** Alarms of the asset and all below it that have returned and wait for an acknowledge. */
  returnedBelow(asset: string): number;
  /** Hidden alarms of the asset and all below it. */
  hiddenBelow(asset: string): number;
  /** The first `count` told alarms whose asset `isMeant` takes, unacknowledged by priority, then newest, then the acknowledged; and how many there are in all. */
  standing(isMeant: (asset: string) => boolean, count: number): { readonly rows: readonly ScreenAlarmRow[]; readonly total: number };
};

/** Columns of the past of one tag, as `history.decimated` gives them. */
export type ScreenPast = ColumnHistory & { readonly timeMs: Float64Array };

/** Asks for the past of tags by dense index in `width` columns; null for tags or engines without history. */
export type ScreenHistory = (
  tags: readonly number[],
  span: { readonly fromMs: number; readonly toMs: number },
  width: number,
) => Promise<readonly ScreenPast[] | null>;

/** A part that moves on with time, besides what its tags do. */
export type ScreenFollower = {
  /** Once a second. */
  tick(): void;
  /** The clock jumped to another moment: what was kept is of another time. Also called once when the screen is built. */
  momentChanged(): void;
  dispose(): void;
};

/** A live part of a screen. `paint` brings the page up to date and writes only what differs from what is shown. */
export type Binding = {
  /** Dense indices it shows; `paint` is called when one of them changed, at most four times a second. */
  readonly tags: readonly number[];
  paint(nowMs: number): void;
  /** True while it shows an age that must go on ticking. */
  readonly isAging?: boolean;
  /** The lane that may show the value of its first tag, while nothing else of its tags changes. */
  readonly lane?: number;
};

/** What takes the past and the present of a tag as a line. */
export type SparkTarget = Pick<Sparkline, 'load' | 'push' | 'clear' | 'paint'>;

/** The group of one part's marks, the same each time. */
export type MarksLayer = () => SVGElement;

export type ScreenContext = {
  /** Takes what changes often: texts, bars and marks are painted there, above the drawing. */
  readonly overlay: ScreenOverlay;
  readonly directory: ScreenDirectory;
  readonly live: ScreenLive;
  readonly alarms: ScreenAlarms;
  hasScreen(id: string): boolean;
  addBinding(binding: Binding): void;
  addSparkline(tag: number, sparkline: SparkTarget): void;
  addFollower(follower: ScreenFollower): void;
  /** The moment shown, UTC epoch ms: now, or that of the replay. */
  nowMs(): number;
  readonly history: ScreenHistory;
  /**
   * Gives a group at the place of `host` in front of the whole drawing: for alarm glyphs, which nothing may cover. It is made
   * when it is first asked for, once the drawing stands: most parts never have an alarm.
   */
  addMarks(host: SVGElement): MarksLayer;
  /** Names a part that cannot be bound; it is drawn as a mark and listed above the screen. */
  report(line: number, message: string): void;
  /** Makes an element something one can point at, focus, pick and open. `name` is asked for when it may have changed. */
  addTarget(element: SVGElement | HTMLElement, target: ScreenTarget): void;
  /** Makes an element that is no target show a tag all the same: it can be dragged from there. Targets are sources by themselves. */
  addSource(element: Element, tag: string): void;
  /** Calls with whether `host` is seen, by layer, role, zoom and bindings: now, and whenever that changes. For what is painted elsewhere. */
  whenSeen(host: Element, call: (isSeen: boolean) => void): void;
};

export type ScreenTarget = {
  readonly asset: string | null;
  readonly tag: string | null;
  /** Screen that Enter and a double click open; null opens nothing further. */
  readonly screen: string | null;
  /** Screen that opens above this one instead, with its parameters. */
  readonly popup?: ScreenPopup;
  /** Accessible name with the present state. */
  name(): string;
};
