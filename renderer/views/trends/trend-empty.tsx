import { ChartSpline } from 'lucide-react';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { Button } from '../../widgets/button.tsx';
import { useSelectedTags } from './use-selected-tags.ts';

/** The trend without pens: says how to get some. */
export function TrendEmpty({ directory, onAdd }: { readonly directory: DirectoryIndex; readonly onAdd: (tags: readonly string[]) => void }) {
  const tags = useSelectedTags(directory);
  return (
    <div className="trends-empty">
      <ChartSpline size={28} strokeWidth={1.5} />
      <b>No pens yet</b>
      <p>Add tags with “Pen”, or drag them here: values and equipment of a screen, alarms, rows of the explorer, what the inspector shows.</p>
      {tags.length === 0 ? null : (
        <Button look="primary" onClick={() => onAdd(tags)}>
          Draw {tags.join(', ')}
        </Button>
      )}
    </div>
  );
}
