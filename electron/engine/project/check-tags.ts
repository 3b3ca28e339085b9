import type { DeviceDefinition } from '#shared/model/device.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { AnyDriverType } from '../drivers/driver.ts';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import type { CompiledExpression } from '#shared/expressions/compiled-expression.ts';
import { rankCalculations } from '../expressions/rank-calculations.ts';
import { type Notes, notesOn, without } from './check-entries.ts';
import { checkWrite } from './check-write.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';
import { issueSentences } from './issue-sentences.ts';
import type { LoadedProject } from './loaded-project.ts';

/** What tags may refer to. */
export type TagSurroundings = {
  readonly assetIds: ReadonlySet<string>;
  readonly devices: ReadonlyMap<string, DeviceDefinition>;
  readonly drivers: ReadonlyMap<string, AnyDriverType>;
};
export type CheckedTags = Pick<LoadedProject, 'tags' | 'addresses' | 'expressions' | 'interlocks' | 'directory'>;

/**
 * Tags with their addresses parsed and their expressions compiled. A reference that leads nowhere is reported and the
 * tag stays, so that screens and alarms show it as misconfigured instead of losing it.
 */
export function checkTags(entries: readonly Entry<TagDefinition>[], around: TagSurroundings, problems: DraftProblem[]): CheckedTags {
  const notes = notesOn<TagDefinition>('tags', problems);
  const directory = new Map<string, { readonly index: number; readonly type: TagDefinition['type'] }>();
  entries.forEach(({ value }, index) => directory.set(value.id, { index, type: value.type }));
  const addresses = new Map<number, unknown>();
  const expressions = new Map<number, CompiledExpression>();
  const interlocks = new Map<number, CompiledExpression>();

  const tags = entries.map((entry, index): TagDefinition => {
    let tag = entry.value;
    if (!around.assetIds.has(tag.asset)) notes.error(entry, 'asset', `there is no asset "${tag.asset}"`);
    if (tag.setpoint !== undefined && !directory.has(tag.setpoint)) {
      notes.error(entry, 'setpoint', `there is no tag "${tag.setpoint}" for its setpoint`);
      tag = without(tag, 'setpoint');
    }
    if (tag.normal !== undefined && tag.range !== undefined && (tag.normal[0] < tag.range[0] || tag.normal[1] > tag.range[1])) {
      notes.warning(entry, 'normal', `the normal band ${tag.normal.join(' to ')} reaches beyond the range ${tag.range.join(' to ')}`);
    }
    if (tag.expression !== undefined) {
      const compiled = compileFor(entry, tag.expression, directory, notes);
      if (compiled !== null) expressions.set(index, compiled);
    } else if (tag.device !== undefined) {
      tag = checkGroup(entry, tag, around.devices, notes);
      const address = parseAddress(entry, around, problems, notes);
      if (address !== null) addresses.set(index, address.value);
    }
    const write = checkWrite(entry, tag, directory, notes);
    if (write.interlock !== null) interlocks.set(index, write.interlock);
    return write.tag;
  });

  for (const { index, message } of rankCalculations(expressions, (index) => tags[index]?.id ?? '').refused) {
    notes.error(entries[index] as Entry<TagDefinition>, 'expression', message);
    expressions.delete(index);
  }
  return { tags, addresses, expressions, interlocks, directory };
}

function compileFor(
  entry: Entry<TagDefinition>,
  text: string,
  directory: LoadedProject['directory'],
  notes: Notes<TagDefinition>,
): CompiledExpression | null {
  const { type, writable } = entry.value;
  if (writable) notes.warning(entry, 'writable', 'a calculated tag cannot be written');
  const compiled = compileExpression(text, directory);
  if (!compiled.ok) {
    notes.error(entry, 'expression', `expression, ${compiled.fault.message}`);
    return null;
  }
  const { resultType } = compiled.value;
  if (type === 'text' || (type === 'bool') !== (resultType === 'bool')) {
    const gives = resultType === 'bool' ? 'true or false' : 'a number';
    notes.error(entry, 'expression', `the expression gives ${gives}, which does not fit a tag of type ${type}`);
    return null;
  }
  return compiled.value;
}

/** The tag with a scan group that exists; without one it is read with the default group. */
function checkGroup(
  entry: Entry<TagDefinition>,
  tag: TagDefinition,
  devices: ReadonlyMap<string, DeviceDefinition>,
  notes: Notes<TagDefinition>,
): TagDefinition {
  const groups = devices.get(tag.device ?? '')?.groups;
  if (tag.group === undefined || groups === undefined || Object.hasOwn(groups, tag.group)) return tag;
  const known = Object.keys(groups).join(', ');
  notes.error(entry, 'group', `device ${tag.device} has no group "${tag.group}", it has ${known}; the tag is read with the default group`);
  return without(tag, 'group');
}

/** The parsed address; null when there is no such device or driver, or the address does not fit. */
function parseAddress(
  entry: Entry<TagDefinition>,
  around: TagSurroundings,
  problems: DraftProblem[],
  notes: Notes<TagDefinition>,
): { readonly value: unknown } | null {
  const tag = entry.value;
  const device = around.devices.get(tag.device ?? '');
  if (device === undefined) {
    notes.error(entry, 'device', `there is no device "${tag.device}"`);
    return null;
  }
  const driver = around.drivers.get(device.driver);
  // Said once, at the device.
  if (driver === undefined) return null;
  const parsed = driver.addressSchema.safeParse(tag.address);
  if (!parsed.success) {
    for (const { path, message } of issueSentences(parsed.error.issues, tag.address, []).slice(0, 1)) {
      problems.push({
        file: entry.file,
        at: ['tags', entry.item, 'address', ...path],
        message: `tag ${tag.id}, address${path.length === 0 ? ':' : ''} ${message}`,
        severity: 'error',
      });
    }
    return null;
  }
  const misfit = driver.checkTag?.(tag, parsed.data as never) ?? null;
  if (misfit === null) return { value: parsed.data };
  notes.error(entry, 'address', `address: ${misfit}`);
  return null;
}
