import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { TemplateEntry } from '#shared/model/project.ts';
import { useClient } from '#renderer/client/use-client.ts';
import type { TemplateShelf } from './template-shelf.ts';

type Versioned = TemplateEntry & { readonly version: string };

/** Templates of the project, but the one that is edited itself. When the text of one changed, the draft is drawn anew with it. */
export function useTemplates(shelf: TemplateShelf, edited: string | null): readonly TemplateEntry[] {
  const client = useClient();
  const project = useStore(client.project);
  const isLive = useStore(client.link, ({ state }) => state === 'live');
  const [templates, setTemplates] = useState<readonly Versioned[] | null>(null);
  useEffect(() => {
    if (!isLive) return;
    let isCurrent = true;
    void client.call('project.templates', {}).then((answer) => {
      if (!isCurrent || !answer.ok) return;
      const now = answer.value.templates.filter(({ name, isReadable }) => name !== edited && isReadable);
      setTemplates((before) => (before !== null && isSame(before, now) ? before : now));
    });
    return () => {
      isCurrent = false;
    };
  }, [client, project, isLive, edited]);
  useEffect(() => {
    if (templates !== null) shelf.renew();
  }, [shelf, templates]);
  return templates ?? none;
}

const none: readonly TemplateEntry[] = [];
const isSame = (before: readonly Versioned[], now: readonly Versioned[]): boolean =>
  before.length === now.length && now.every(({ name, version }, at) => before[at]?.name === name && before[at]?.version === version);
