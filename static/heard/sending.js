// An answer is sent while its page stays: only when the server has it does the next page open. Where nothing answers, all
// that was typed is still in its fields. Nothing is stored. Without this script the same form is sent as ever.
import { hasLeft } from "./leave.js";

const UNREACHED = 500; // this status and those above it: the answer was not kept

function notSaved(form) {
  document.querySelector("[data-not-saved-shown]")?.remove();
  const banner = document.importNode(document.querySelector("template[data-not-saved]").content, true).firstElementChild;
  banner.dataset.notSavedShown = "";
  form.before(banner);
  banner.focus();
}

/** The browser sends it itself, and shows what comes back. */
function sendAsEver(form, button) {
  form.removeAttribute("data-stays");
  form.requestSubmit(button ?? undefined);
}

async function send(form, button) {
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value); // older browsers know no second argument of FormData
  let answer;
  try {
    const there = button?.hasAttribute("formaction") ? button.formAction : form.action;
    answer = await fetch(there, { method: "POST", body: new URLSearchParams(data), headers: { "X-Stays": "1" } });
  } catch {
    answer = undefined;
  }
  if (hasLeft()) return; // nothing may bring them back
  if (!answer || answer.status >= UNREACHED) return notSaved(form);
  const there = answer.headers.get("Location");
  if (there) location.assign(there);
  else sendAsEver(form, button);
}

export function watchSending() {
  let isSending = false;
  addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    if (event.defaultPrevented || !form.hasAttribute("data-stays") || !form.requestSubmit) return;
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    form.setAttribute("aria-busy", "true");
    send(form, button).finally(() => {
      isSending = false;
      form.removeAttribute("aria-busy");
    });
  });
}
