// Single keys of the desk: `n` takes the next case. Off while somebody types, and with any modifier held.
const typed = "input, textarea, select, [contenteditable]";

export function watchKeys() {
  addEventListener("keydown", (event) => {
    if (event.key !== "n" || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest(typed)) return;
    const button = document.querySelector('[data-action="take-next"]');
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
