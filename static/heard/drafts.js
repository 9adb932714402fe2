// Keeps on the server what is typed into the forms of a case, a moment after the last key. Whoever loads the page again
// finds it in its form. Without this nothing is kept as it is typed, but whatever was refused comes back in the page.
//
// A kept form has a hidden field with data-draft (which form it is), named "page": words that arrive late from a page
// that has sent the form are not kept again.
import { wordsOf } from "./unsent.js";

const pause = 1200;
const patience = 10000;

export function watchDrafts() {
  const place = document.querySelector("[data-drafts]");
  if (!place) return;
  const watched = new Map();

  function said(form) {
    const data = new FormData(form);
    data.set("draft", form.querySelector("[data-draft]").dataset.draft);
    for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
    return data;
  }

  function tell(state, text, isWrong) {
    if (!state.note) {
      state.note = document.createElement("p");
      state.note.className = "govuk-body heard-draft-note";
      state.form.append(state.note);
    }
    state.note.classList.toggle("heard-late", isWrong);
    if (isWrong) state.note.setAttribute("role", "status"); // that it was kept is not read out each time
    else state.note.removeAttribute("role");
    if (state.note.textContent !== text) state.note.textContent = text;
  }

  async function keep(state, { leaving = false } = {}) {
    clearTimeout(state.timer);
    state.timer = 0;
    if (state.isSent) return;
    const going = new AbortController();
    const late = setTimeout(() => going.abort(), patience);
    state.going?.abort();
    state.going = going;
    try {
      const answer = await fetch(place.dataset.address, {
        method: "POST",
        body: new URLSearchParams(said(state.form)),
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
        redirect: "error",
        keepalive: leaving,
        signal: going.signal,
      });
      const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      if (!answer.ok) throw new Error(told.refused ?? "");
      const kept = told.kept ? `${place.dataset.kept} ${told.kept}` : "";
      tell(state, told.other ? `${kept}. ${told.other}` : kept, Boolean(told.other));
    } catch (error) {
      if (state.going !== going || state.isSent) return; // a newer one is under way
      tell(state, error.name === "Error" && error.message ? error.message : place.dataset.notKept, true);
      if (!state.timer) state.timer = setTimeout(() => keep(state), patience);
    } finally {
      clearTimeout(late);
    }
  }

  function later(event) {
    const form = event.target.form;
    const state = watched.get(form);
    if (!state) return;
    // A box that had the focus when its form was sent by key says "change" as the form goes: those are the words that were sent.
    if (state.isSent && wordsOf(form) === state.sent) return;
    if (state.isSent) begin(state); // sent in place, or lost on the way: what is typed now is new
    clearTimeout(state.timer);
    state.timer = setTimeout(() => keep(state), pause);
  }

  function begin(state) {
    state.form.querySelector("[data-draft]").value = crypto.randomUUID();
    state.isSent = false;
  }

  function watch() {
    for (const form of watched.keys()) if (!form.isConnected) watched.delete(form);
    for (const field of document.querySelectorAll("[data-draft]")) {
      if (!watched.has(field.form)) watched.set(field.form, { form: field.form, timer: 0, going: null, note: null, isSent: false, sent: "" });
    }
  }

  watch();
  document.addEventListener("heard:shown", watch);
  addEventListener("input", later);
  addEventListener("change", later);
  addEventListener("submit", (event) => {
    const state = watched.get(event.target);
    // Only what leaves the page: whoever stops the event puts something into the form in place.
    if (!state || event.defaultPrevented) return;
    if (state.timer) keep(state, { leaving: true }); // in case it is refused; the server knows when it comes too late
    state.isSent = true;
    state.sent = wordsOf(state.form);
  });
  addEventListener("pagehide", () => {
    for (const state of watched.values()) if (state.timer) keep(state, { leaving: true });
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const state of watched.values()) begin(state); // what is typed from here on is new
  });
}
