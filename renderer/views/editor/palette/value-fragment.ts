import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { escapeAttribute } from '#shared/screen/edit/write-xml.ts';
import type { Point } from '../geometry/box.ts';
import { placed } from './part-fragment.ts';

/** Room a value with its indicator takes, user units: several that are dropped together stand below each other. */
const rowHeight = 64;

/** Tags as values, one below the other: with an indicator where the tag has a range to show it in, with a sparkline where asked for. */
export function valueFragments(tags: readonly string[], directory: DirectoryIndex, at: Point, withSpark: boolean): string {
  return tags
    .map((id, row) => {
      const tag = directory.tagById(id);
      const hasRange =
        tag !== undefined && (tag.type === 'float' || tag.type === 'int') && (tag.range !== undefined || tag.normal !== undefined);
      const show = [...(hasRange ? ['indicator'] : []), ...(withSpark ? ['spark'] : [])].join(' ');
      return `<g data-symbol="value" data-tag="${escapeAttribute(id)}"${show === '' ? '' : ` data-show="${show}"`} ${placed({ x: at.x, y: at.y + row * rowHeight })}/>`;
    })
    .join('\n');
}
