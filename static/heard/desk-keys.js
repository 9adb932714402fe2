// Single keys of the desk: `n` takes the next case. Off while somebody types, with any modifier held, and while a form of
// the page holds words that were not sent: no key may lose them.
const typed = "input, textarea, select, [contenteditable]";

function holdsUnsentWords() {
  const fields = [...document.querySelectorAll("main textarea, main input[type=text]")];
  const wasRefused = document.querySelector("main .govuk-error-summary") !== null; // what came back was not saved
  return wasRefused || fields.some((field) => field.value !== field.defaultValue);
}

export function watchKeys() {
  addEventListener("keydown", (event) => {
    if (event.key !== "n" || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest(typed)) return;
    const button = document.querySelector('[data-action="take-next"]');
    if (!button || holdsUnsentWords()) return;
    event.preventDefault();
    button.click();
  });
}
