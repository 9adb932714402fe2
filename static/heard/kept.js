// Asks in time whether a draft is to be kept for longer. What is typed on the page is never touched.
const WARN = 30 * 60; // seconds before the end, and once more
const LAST = 5 * 60;
const LOOK_EVERY = 5000;

function part(dialog, name) {
  for (const one of dialog.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== name && !(name === "failed" && one.dataset.part === "soon");
}

/** Watches the clock by how long the page has been open, so that a clock that is wrong does no harm. */
export function watchKept() {
  const dialog = document.querySelector("dialog[data-kept-at]");
  if (!dialog || !dialog.showModal) return;
  let end = Date.now() + Date.parse(dialog.dataset.keptAt) - Date.parse(dialog.dataset.now);
  let asked = Infinity;

  const left = () => Math.round((end - Date.now()) / 1000);
  const open = () => {
    if (!dialog.open) dialog.showModal();
  };

  function look() {
    const seconds = left();
    if (seconds <= 0) {
      if (asked > 0) {
        asked = 0;
        part(dialog, "over");
        dialog.querySelector("[data-keep-open]").hidden = true;
        open();
      }
      return;
    }
    dialog.querySelector("[data-minutes]").textContent = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`).format(Math.max(1, Math.ceil(seconds / 60)));
    const due = seconds <= LAST ? LAST : seconds <= WARN ? WARN : Infinity;
    if (due < asked) {
      asked = due;
      part(dialog, "soon");
      open();
    }
  }

  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-keep-open]").addEventListener("click", async () => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const answer = await fetch(dialog.dataset.keep, { method: "POST", headers: { "X-CSRFToken": token } });
      const { seconds } = await answer.json();
      if (answer.status === 404) {
        end = Date.now();
        look();
        return;
      }
      if (!answer.ok) throw new Error("not kept");
      end = Date.now() + seconds * 1000;
      asked = Infinity;
      dialog.close();
    } catch {
      part(dialog, "failed");
    }
  });
  setInterval(look, LOOK_EVERY);
  look();
}
