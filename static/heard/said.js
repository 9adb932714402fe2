// One quiet line at the foot of the page for what a key has done; read out by screen readers, gone after a while.
let clearing;

export function say(words) {
  const line = document.querySelector("[data-said]");
  if (!line) return;
  clearTimeout(clearing);
  line.textContent = words;
  clearing = setTimeout(() => (line.textContent = ""), 15000);
}

/** Says one of the sentences that stand on the line itself, in the page's language. */
export function sayOwn(name, before = "") {
  say(`${before} ${document.querySelector("[data-said]")?.dataset[name] ?? ""}`.trim());
}
