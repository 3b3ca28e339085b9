/** What has a title that can be changed: a panel of the dock. */
type Titled = { readonly title: string | undefined; setTitle(title: string): void };

/**
 * Gives a panel its title where it has another one. Gives nothing back: views call it as the whole of an effect, and React would
 * take whatever came back for what ends that effect, and fail when it is called.
 */
export function retitle(panel: Titled, title: string): void {
  if (title !== panel.title) panel.setTitle(title);
}
