import { memo, type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { TemplateEntry } from '#shared/model/project.ts';
import type { ScreenProblem } from '#shared/screen/screen-model.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { Segmented } from '#renderer/widgets/segmented.tsx';
import type { BindAsk } from './canvas/use-canvas-drop.ts';
import type { EditorContext } from './commands/editor-context.ts';
import { Outline } from './outline/outline.tsx';
import { ProblemList } from './outline/problem-list.tsx';
import { Palette } from './palette/palette.tsx';
import { ProjectTree } from './palette/project-tree.tsx';
import { Properties } from './properties/properties.tsx';
import type { RightTab } from './session/editor-tools.ts';

/** What can be placed: parts and templates, or what the project has. An edit of the drawing does not concern it. */
export const LeftSide = memo(function LeftSide({
  context,
  directory,
  templates,
  onBind,
}: {
  readonly context: EditorContext;
  readonly directory: DirectoryIndex;
  readonly templates: readonly TemplateEntry[];
  readonly onBind: (ask: BindAsk) => void;
}) {
  const [tab, setTab] = useState<'parts' | 'project'>('parts');
  return (
    <Side
      label="To place"
      head={
        <Segmented
          label="What to place"
          segments={[
            { id: 'parts', label: 'Parts' },
            { id: 'project', label: 'Project' },
          ]}
          value={tab}
          onChange={setTab}
        />
      }
    >
      {tab === 'parts' ? (
        <Palette context={context} directory={directory} templates={templates} />
      ) : (
        <ProjectTree context={context} directory={directory} templates={templates} onBind={onBind} />
      )}
    </Side>
  );
});

/** What is selected, all there is, and what is wrong with it. */
export function RightSide({
  context,
  directory,
  problems,
}: {
  readonly context: EditorContext;
  readonly directory: DirectoryIndex;
  readonly problems: readonly ScreenProblem[];
}) {
  const tab = useStore(context.tools, (now) => now.rightTab);
  const setTab = (rightTab: RightTab): void => context.tools.setState({ rightTab });
  return (
    <Side
      isRight
      label="Properties and outline"
      head={
        <Segmented
          label="What to show"
          segments={[
            { id: 'properties', label: 'Properties' },
            { id: 'outline', label: 'Outline' },
            { id: 'problems', label: 'Problems', ...(problems.length === 0 ? {} : { count: problems.length }) },
          ]}
          value={tab}
          onChange={setTab}
        />
      }
    >
      {tab === 'properties' ? (
        <Properties context={context} directory={directory} />
      ) : tab === 'outline' ? (
        <Outline context={context} />
      ) : (
        <ProblemList context={context} problems={problems} />
      )}
    </Side>
  );
}

const Side = ({
  label,
  head,
  isRight,
  children,
}: {
  readonly label: string;
  readonly head: ReactNode;
  readonly isRight?: boolean;
  readonly children: ReactNode;
}) => (
  <aside className={isRight === true ? 'editor-side is-right' : 'editor-side'} aria-label={label}>
    <div className="editor-side-head">{head}</div>
    {children}
  </aside>
);
