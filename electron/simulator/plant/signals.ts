/**
 * The values of the plant's tags as its devices see them, with source times, and a log of changes in order.
 * One slot per tag with a device, numbered as in the project files; text is kept beside the numbers.
 */
export class Signals {
  readonly ids: readonly string[];
  readonly value: Float64Array;
  /** UTC epoch ms of the last change, fractions allowed. */
  readonly timeMs: Float64Array;
  readonly text: string[];
  readonly #slots = new Map<string, number>();
  #logSlot = new Uint32Array(4096);
  #logValue = new Float64Array(4096);
  #logTime = new Float64Array(4096);
  #logged = 0;
  /** Off during warm-up: nobody listens yet. */
  isLogging = true;

  constructor(ids: readonly string[]) {
    this.ids = ids;
    this.value = new Float64Array(ids.length).fill(Number.NaN);
    this.timeMs = new Float64Array(ids.length);
    this.text = Array.from({ length: ids.length }, () => '');
    ids.forEach((id, slot) => this.#slots.set(id, slot));
  }

  /** The slot of a tag; throws for a name the project files don't have: a mistake in the model, not in the plant. */
  slot(id: string): number {
    const slot = this.#slots.get(id);
    if (slot === undefined) throw new Error(`the demo project has no tag ${id} with a device`);
    return slot;
  }

  has(id: string): boolean {
    return this.#slots.has(id);
  }

  /** The present value of a tag, by name; for tests and scenarios. */
  get(id: string): number {
    return this.value[this.slot(id)] ?? Number.NaN;
  }

  /** Takes a value with the time it was true at. An equal value is no change and is not logged. */
  set(slot: number, value: number, timeMs: number): void {
    if (this.value[slot] === value) return;
    this.value[slot] = value;
    this.timeMs[slot] = timeMs;
    if (!this.isLogging) return;
    if (this.#logged === this.#logSlot.length) this.#grow();
    this.#logSlot[this.#logged] = slot;
    this.#logValue[this.#logged] = value;
    this.#logTime[this.#logged] = timeMs;
    this.#logged += 1;
  }

  setText(slot: number, text: string, timeMs: number): void {
    if (this.text[slot] === text) return;
    this.text[slot] = text;
    const version = this.value[slot] ?? Number.NaN;
    this.set(slot, Number.isNaN(version) ? 1 : version + 1, timeMs);
  }

  /** Hands over all changes since the last drain, oldest first for each tag, and forgets them. */
  drain(take: (slot: number, value: number, timeMs: number) => void): void {
    const count = this.#logged;
    for (let i = 0; i < count; i++) take(this.#logSlot[i] ?? 0, this.#logValue[i] ?? 0, this.#logTime[i] ?? 0);
    this.#logged = 0;
  }

  #grow(): void {
    const size = this.#logSlot.length * 2;
    const slots = new Uint32Array(size);
    slots.set(this.#logSlot);
    const values = new Float64Array(size);
    values.set(this.#logValue);
    const times = new Float64Array(size);
    times.set(this.#logTime);
    this.#logSlot = slots;
    this.#logValue = values;
    this.#logTime = times;
  }
}
