// Shows hidden words in place, so that nothing typed elsewhere on the page is lost; by the button or the key `v`.
// The log is written by the form's own address before any of the words leaves the server. Without scripts the button
// loads the page again.
const typed = "input, textarea, select, [contenteditable]";

async function reveal(form) {
  const asked = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  if (asked.type !== "opaqueredirect") throw new Error("refused");
  const answer = await fetch(form.dataset.page, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error("no page");
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of document.querySelectorAll("[data-veiled]")) {
    const same = shown.querySelector(`[data-veiled="${CSS.escape(place.dataset.veiled)}"]`);
    if (same) place.replaceChildren(...document.importNode(same, true).childNodes);
  }
  const said = shown.querySelector("[data-hidden-words]");
  if (said) document.querySelector("[data-hidden-words]").replaceChildren(...document.importNode(said, true).childNodes);
  for (const warning of document.querySelectorAll("[data-hidden-warning]")) warning.remove();
  document.querySelector("[data-hidden-words-status]")?.focus();
}

export function watchReveal() {
  const form = document.querySelector("[data-reveal]");
  if (!form) return;
  let isAsked = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isAsked) return;
    isAsked = true;
    reveal(form).catch(() => form.submit());
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "v" || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if ((event.target instanceof Element && event.target.closest(typed)) || !form.isConnected) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
