/** Facts that outlive a start, as the store keeps them. */
type Facts = { get(name: string): Promise<string | null>; set(name: string, value: string): Promise<void> };

const factName = 'project.id';

/**
 * Gives what tells this plant from every other one at the same address, whatever either is called: made at the first start on
 * a data folder and kept there. Null while it can neither be read nor kept; then it is tried again with the next question.
 */
export function createProjectIdentity(facts: Facts, make: () => string): () => Promise<string | null> {
  let asked: Promise<string> | null = null;
  const read = async (): Promise<string> => {
    const kept = await facts.get(factName);
    if (kept !== null) return kept;
    const made = make();
    await facts.set(factName, made);
    return made;
  };
  return async () => {
    asked ??= read();
    try {
      return await asked;
    } catch {
      asked = null;
      return null;
    }
  };
}
