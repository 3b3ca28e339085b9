import { qualityKind } from '#shared/model/quality.ts';
import { useLiveText } from '../../client/use-client.ts';
import { type ChipTone, StateChip } from '../../widgets/state-chip.tsx';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';
import type { IndexedTag } from './asset-tags.ts';

const mostChips = 6;

/** What the asset is doing, a word each: running, open, mode, and what is not normal. */
export function StateChips({ tags }: { readonly tags: readonly IndexedTag[] }) {
  if (tags.length === 0) return null;
  return (
    <div className="inspector-chips">
      {tags.slice(0, mostChips).map((one) => (
        <span key={one.index} className="inspector-chip" {...dragsTags([one.tag.id])}>
          <LiveChip one={one} />
        </span>
      ))}
    </div>
  );
}

/** Words where the tag names none, by its use: [off, on]. An empty word shows no chip: the normal case says nothing. */
const words: Readonly<Record<string, readonly [string, string]>> = {
  run: ['Stopped', 'Running'],
  open: ['Closed', 'Open'],
  local: ['', 'Local'],
  available: ['Not available', ''],
  fault: ['', 'Fault'],
};

function LiveChip({ one: { index, tag } }: { readonly one: IndexedTag }) {
  const { value, quality, text } = useLiveText(index);
  const kind = qualityKind(quality);
  if (kind === 'bad' || kind === 'no-link' || kind === 'waiting') {
    return (
      <StateChip tone="bad" title={`${tag.id}: no good value`}>
        {tag.name} ?
      </StateChip>
    );
  }
  const pair = words[tag.use];
  const plain = pair === undefined || tag.type === 'enum' ? text : value === 0 ? pair[0] : pair[1];
  const word = plain !== '' && tag.type === 'bool' && tag.states !== undefined && tag.use !== 'fault' ? (tag.states[String(value)] ?? plain) : plain;
  if (word === '') return null;
  const shown = tag.use === 'fault' ? tag.name : word;
  const isOn = value !== 0;
  const tone: ChipTone = tag.use === 'run' || tag.use === 'open' ? (isOn ? 'filled' : 'plain') : tag.use === 'mode' ? 'plain' : 'notice';
  return (
    <StateChip tone={tone} title={`${tag.id}, ${tag.name}`}>
      {shown}
    </StateChip>
  );
}
