// Asks in time whether a draft is to be kept for longer, or a visit with a code to go on. What is typed on the page is never
// touched.
import { inDigits } from "./digits.js";

const LOOK_EVERY = 5000;

function part(dialog, name) {
  for (const one of dialog.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== name && !(name === "failed" && one.dataset.part === "soon");
}

/** The sentence for so many minutes, as the language counts them. */
function counted(dialog, minutes) {
  const forms = [...dialog.querySelector("template[data-minutes]").content.querySelectorAll("[data-for]")];
  const form = forms.find((one) => one.dataset.for.split(" ").includes(String(minutes))) ?? forms[forms.length - 1];
  return form.textContent.replace("%(number)s", inDigits(minutes));
}

/** Watches the clock by how long the page has been open, so that a clock that is wrong does no harm. */
export function watchKept() {
  const dialog = document.querySelector("dialog[data-keep]");
  if (!dialog || !dialog.showModal) return;
  const { lasts, keptAt, now, warn } = dialog.dataset;
  const warnings = warn.split(" ").map(Number); // seconds before the end
  let end = Date.now() + (lasts ? lasts * 1000 : Date.parse(keptAt) - Date.parse(now));
  let asked = Infinity;

  const open = () => {
    if (!dialog.open) dialog.showModal();
  };

  function look() {
    const seconds = Math.round((end - Date.now()) / 1000);
    if (seconds <= 0) {
      if (asked > 0) {
        asked = 0;
        part(dialog, "over");
        dialog.querySelector("[data-keep-open]").hidden = true;
        open();
      }
      return;
    }
    const due = Math.min(...warnings.filter((one) => seconds <= one)); // Infinity where none is
    if (due < Infinity) dialog.querySelector("[data-left]").textContent = counted(dialog, Math.max(1, Math.ceil(seconds / 60)));
    if (due < asked) {
      asked = due;
      part(dialog, "soon");
      open();
    }
  }

  function goOn(seconds) {
    end = Date.now() + seconds * 1000;
    asked = Infinity;
    dialog.querySelector("[data-keep-open]").hidden = false;
    dialog.close();
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
      goOn(seconds);
    } catch {
      part(dialog, "failed");
    }
  });
  // A file on its way says so with each of its pieces.
  if (lasts) document.addEventListener("heard:renewed", (event) => goOn(event.detail.seconds));
  setInterval(look, LOOK_EVERY);
  look();
}
