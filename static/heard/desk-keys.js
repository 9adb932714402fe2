// Single keys of the desk: `n` takes the next case, `/` goes to the search box. Off while somebody types, with any modifier held, and while a form of
// the page holds words that were not sent: no key may lose them.
const typed = "input, textarea, select, [contenteditable]";

function holdsUnsentWords() {
  const fields = [...document.querySelectorAll("main textarea, main input[type=text]")];
  const wasRefused = document.querySelector("main .govuk-error-summary") !== null; // what came back was not saved
  const wasFilled = document.querySelector("main [data-unsent]") !== null; // words that came back to be sent
  return wasRefused || wasFilled || fields.some((field) => field.value !== field.defaultValue);
}

function takeNext() {
  const button = document.querySelector('[data-action="take-next"]');
  if (!button || holdsUnsentWords()) return false;
  button.click();
  return true;
}

function goToSearch() {
  const box = document.querySelector("[data-search]");
  if (box) {
    box.focus();
    box.select();
    return true;
  }
  const link = document.querySelector('a[data-key="/"]');
  if (!link || holdsUnsentWords()) return false;
  link.click();
  return true;
}

const acts = { n: takeNext, "/": goToSearch };

export function watchKeys() {
  addEventListener("keydown", (event) => {
    const act = acts[event.key];
    // Some keyboards have the slash on the shifted seven.
    if (!act || event.repeat || event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== "/")) return;
    if (event.target instanceof Element && event.target.closest(typed)) return;
    if (act()) event.preventDefault();
  });
}
