// Numbers that a script says, in the digits of the page's language: <html data-digits="০১২…">, nought first.
export function inDigits(number) {
  const digits = [...(document.documentElement.dataset.digits ?? "")];
  return String(number).replace(/\d/g, (digit) => digits[digit] ?? digit);
}
