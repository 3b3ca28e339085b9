import { createStore } from 'zustand/vanilla';

/** The place for tools in the tab row of each dock group, by the group's id. */
export const toolHosts = createStore<Readonly<Record<string, HTMLElement>>>(() => ({}));

/** For the element's `ref`: told with null when it goes. */
export function setToolHost(group: string, element: HTMLElement | null): void {
  const { [group]: _before, ...others } = toolHosts.getState();
  toolHosts.setState(element === null ? others : { ...others, [group]: element }, true);
}
