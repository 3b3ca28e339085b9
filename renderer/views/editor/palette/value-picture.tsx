/** Small pictures of the parts that are no equipment, in the same grey as the symbols. Those without one get a plain frame. */
const pictures: Readonly<Record<string, string>> = {
  value: 'M4 10h3v12H4zM12 10h12M12 18h18',
  'text-value': 'M6 10h24M6 18h16',
  indicator: 'M15 4h6v22h-6zM24 14l5-3v6z',
  table: 'M4 7h28M4 15h28M4 23h28M20 4v22',
  'value-table': 'M4 7h28M4 15h28M4 23h28M13 4v22M23 4v22',
  profile: 'M4 8h28v14H4zM6 16l6-3 6 4 6-2 6 1',
  tiles: 'M3 6h9v18H3zM14 6h9v18h-9zM25 6h8v18h-8z',
  'unit-row': 'M3 7h30v16H3zM7 12h8M19 12h10M19 18h10',
  link: 'M4 9h20l6 6-6 6H4z',
  'multi-state': 'M4 9h28v12H4zM8 15a2 2 0 1 0 4 0 2 2 0 1 0-4 0M16 15h12',
  lamp: 'M12 15a6 6 0 1 0 12 0 6 6 0 1 0-12 0',
  'bar-group': 'M6 25V12h4v13M15 25V6h4v19M24 25V15h4v10M3 25h30',
  starfish: 'M18 3l12 8-4 13H10L6 11zM18 9l6 4-2 7h-8l-2-7z',
  'alarm-summary': 'M6 6h24v18H6zM10 11h4M18 11h8M10 18h4M18 18h8',
  trend: 'M4 4v22h28M6 20l6-7 6 4 6-9 6 5',
  counter: 'M4 9h28v12H4zM13 9v12M22 9v12',
  totaliser: 'M4 9h28v12H4zM13 9v12M22 9v12',
  mode: 'M5 5h26v20H5zM5 12h26M9 18h8',
  xy: 'M5 4v22h27M9 22c4-10 12-14 20-15M20 12h.1',
  template: 'M5 6h12v9H5zM20 6h11v9H20zM5 18h26v7H5z',
};

export const ValuePicture = ({ name }: { readonly name: string }) => (
  <svg className="editor-value-picture" width={36} height={30} viewBox="0 0 36 30" aria-hidden="true">
    <path d={pictures[name] ?? 'M5 6h26v18H5z'} />
  </svg>
);
