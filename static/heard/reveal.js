// Shows hidden words in place, so that nothing typed elsewhere on the page is lost; by the button or its key.
// The log is written by the form's own address before any of the words leaves the server. Without scripts the button
// loads the page again.
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
  document.dispatchEvent(new CustomEvent("heard:shown", { detail: { root: document.querySelector("main") } }));
  document.querySelector("[data-hidden-words-status]")?.focus();
}

export function watchReveal() {
  const asked = new WeakSet();
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-reveal]")) return;
    event.preventDefault();
    if (asked.has(form)) return;
    asked.add(form);
    reveal(form).catch(() => form.submit());
  });
}
