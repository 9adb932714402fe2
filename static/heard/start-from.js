// Puts a chosen text into the message box without loading the page again. The button does the same without this, with a
// new page; whatever goes wrong here, it does that.
async function filled(form, button) {
  const message = form.elements.message;
  const typed = message.value;
  const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form), redirect: "error" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const theirs = page.getElementById(message.id);
  if (!answer.ok || !theirs || message.value !== typed) return false; // what was typed meanwhile goes along, with a new page
  message.value = theirs.value;
  for (const name of ["wait_until", "day_offered"]) {
    const day = theirs.form?.elements[name];
    if (day && form.elements[name]) form.elements[name].value = day.value;
  }
  const said = form.querySelector("[data-said-of-box]");
  if (said) said.textContent = theirs.form?.querySelector("[data-said-of-box]")?.textContent ?? "";
  const asks = form.querySelector("[data-asks-for-more]");
  if (asks) asks.replaceChildren(...(theirs.form?.querySelector("[data-asks-for-more]")?.childNodes ?? []));
  form.elements.template.value = "";
  form.dataset.unsent = "";
  message.dispatchEvent(new Event("input", { bubbles: true }));
  message.focus();
  return true;
}

export function watchStartFrom() {
  addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest('[data-action="start-from"]');
    if (!button || !button.form.elements.template.value) return; // the server says what is missing
    event.preventDefault();
    const done = await filled(button.form, button).catch(() => false);
    if (!done) button.form.requestSubmit(button);
  });
}
