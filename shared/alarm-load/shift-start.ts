/** Beginning of the shift that runs at a moment, UTC epoch ms. `shifts`: times of day such as 06:00, in this machine's local time, in any order. */
export function shiftStartMs(atMs: number, shifts: readonly string[]): number {
  const day = new Date(atMs);
  const starts = [0, -1].flatMap((daysBack) =>
    shifts.map((time) => {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      return new Date(day.getFullYear(), day.getMonth(), day.getDate() + daysBack, hour, minute).getTime();
    }),
  );
  return starts.reduce((latest, start) => (start <= atMs && start > latest ? start : latest), Number.NEGATIVE_INFINITY);
}
