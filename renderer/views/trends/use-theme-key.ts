import { useEffect, useState } from 'react';

/** Changes when theme, density or text size of the page do: what is painted with token values is painted anew. */
export function useThemeKey(): string {
  const [key, setKey] = useState(readKey);
  useEffect(() => {
    const watching = new MutationObserver(() => setKey(readKey()));
    watching.observe(document.documentElement, { attributes: true });
    return () => watching.disconnect();
  }, []);
  return key;
}

function readKey(): string {
  const { dataset, style } = document.documentElement;
  return [dataset['theme'], dataset['density'], style.fontSize, getComputedStyle(document.documentElement).fontSize].join(' ');
}
