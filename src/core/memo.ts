/**
 * A function of a text that remembers its answers, for work that costs much more than a look-up and is often asked
 * again for the same text. Forgets all when it knows `most`, so that no stream of texts fills the memory.
 */
export function memo<Value>(work: (text: string) => Value, most: number): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as Value;
    const value = work(text);
    if (known.size >= most) known.clear();
    known.set(text, value);
    return value;
  };
}
