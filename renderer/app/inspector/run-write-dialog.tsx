import { useMemo } from 'react';
import { useStore } from 'zustand';
import { closeRunWrite, runWrite, type RunWrite, wayOfRun } from '../../client/run-write.ts';
import { useClient, useDirectory } from '../../client/use-client.ts';
import { WriteDialog } from './write-dialog.tsx';

/** The write dialog for a step of a run. Once in the shell. */
export function RunWriteDialog() {
  const asked = useStore(runWrite, (now) => now.asked);
  return asked === null ? null : <Opened key={`${asked.run} ${asked.step} ${asked.item}`} asked={asked} />;
}

function Opened({ asked }: { readonly asked: RunWrite }) {
  const client = useClient();
  const directory = useDirectory();
  const way = useMemo(() => wayOfRun(client, asked), [client, asked]);
  const index = directory?.indexOf(asked.tag) ?? -1;
  const tag = directory?.tag(index);
  return tag === undefined ? null : <WriteDialog one={{ index, tag }} preset={asked.value} way={way} onClose={closeRunWrite} />;
}
