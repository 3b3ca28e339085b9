import type { AlarmId, DeviceId, ScreenId } from '#shared/model/ids.ts';
import type { Project } from '#shared/model/project.ts';
import type { RunbookFile } from '#shared/model/runbook.ts';
import type { RunbookProblem } from '#shared/runbook/runbook-problem.ts';
import type { SceneId } from '#shared/model/scene.ts';
import type { CompiledExpression } from '#shared/expressions/compiled-expression.ts';

/** A runbook in force. One that is not sound has an error: it can be read and must not be run. */
export type ProjectRunbook = RunbookFile & { readonly isSound: boolean; readonly problems: readonly RunbookProblem[] };

/**
 * A project as the engine runs it: the project itself and everything that was parsed on the way.
 * Entries that are wrong in themselves are not in the lists; entries with a wrong reference are, and what the reference
 * should have led to is missing here: a tag with a `device` but no address, or an `expression` but no compiled one, is
 * misconfigured (Q.badConfigurationError); a device without options is `misconfigured`. `problems` says why.
 */
export type LoadedProject = Project & {
  /** Parsed driver addresses by dense tag index; only where the driver exists and understood the address. */
  readonly addresses: ReadonlyMap<number, unknown>;
  /** Parsed driver options; only devices whose driver exists and took them. */
  readonly deviceOptions: ReadonlyMap<DeviceId, unknown>;
  /** Compiled expressions by dense tag index, loops excluded; hand them to `createCalculatedTags`. */
  readonly expressions: ReadonlyMap<number, CompiledExpression>;
  /** Truths of tags' `write.interlock`, by dense tag index; a tag whose interlock is missing here takes no write. */
  readonly interlocks: ReadonlyMap<number, CompiledExpression>;
  /** The truth that alarms of kind `expression` judge; every such alarm in the list has one. */
  readonly alarmExpressions: ReadonlyMap<AlarmId, CompiledExpression>;
  /** Truths of alarms' `suppressWhen`; only those that compiled: a wrong one hides nothing. */
  readonly suppressWhen: ReadonlyMap<AlarmId, CompiledExpression>;
  /** Truths of `logic.states`, by state id; every state in the list has one. */
  readonly stateExpressions: ReadonlyMap<string, CompiledExpression>;
  /** Truths of `logic.suppressions`, by group id; every group in the list has one. */
  readonly suppressionExpressions: ReadonlyMap<string, CompiledExpression>;
  /** Alarms each suppression group holds, by group id: its own and those of its assets and below, less `except`. Of the console's own alarms only those it names. */
  readonly suppressionMembers: ReadonlyMap<string, readonly AlarmId[]>;
  /** Dense index and type by tag id: the directory for further expressions. */
  readonly directory: ReadonlyMap<string, { readonly index: number; readonly type: Project['tags'][number]['type'] }>;
  /** By screen: changes whenever the drawing or a template in it does, and only then. */
  readonly screenVersions: ReadonlyMap<ScreenId, string>;
  /** By template, likewise. */
  readonly templateVersions: ReadonlyMap<string, string>;
  /** In the order of their files, each id once. Values of actions are numbers where the tag's are. */
  readonly runbooks: readonly ProjectRunbook[];
  /** By scene: changes whenever its file, what of it can be shown, or a file of its models does. */
  readonly sceneVersions: ReadonlyMap<SceneId, string>;
};
