// A browser says only a moment later where it put the caret. What comes in that moment, a key, a
// tool or what is drawn for others, would be done where the caret was, or put it back: ask first.
export function seeCaret(): void {
  document.dispatchEvent(new Event("selectionchange"));
}
