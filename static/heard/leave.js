// "Exit this page" takes a person away at once. A browser may keep the page it left, with all that was typed, for
// the Back button. So we empty it first, put the neutral page in its place, and have the draft deleted meanwhile.
import { ExitThisPage } from "../govuk/js/govuk-frontend.js";

let left = false;
const others = "BroadcastChannel" in window ? new BroadcastChannel("heard-leave") : undefined; // tabs of the same browser

function empty() {
  left = true;
  for (const field of document.querySelectorAll("textarea, input:not([type=hidden]), select")) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
  }
  document.title = "";
  document.getElementById("main-content")?.replaceChildren();
  for (const dialog of document.querySelectorAll("dialog")) dialog.remove();
}

// The request outlives this page. Should it fail, the answers are lost to everybody all the same: their key is gone.
function forget(address) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token || !location.search) return;
  fetch(address + location.search, { method: "POST", keepalive: true, redirect: "manual", headers: { "X-CSRFToken": token } }).catch(() => {});
}

/** Whether somebody has pressed the button: from then on nothing may open another page of ours. */
export const hasLeft = () => left;

/** GOV.UK's component, save that the neutral page takes this one's place in the history, and that every tab leaves. */
export class LeaveThisPage extends ExitThisPage {
  constructor(...given) {
    super(...given);
    others?.addEventListener("message", () => {
      empty();
      location.replace(this.$root.querySelector("a").href);
    });
  }

  exitPage() {
    const address = this.$root.querySelector("a").href;
    forget(address);
    others?.postMessage("");
    document.body.classList.add("govuk-exit-this-page-hide-content");
    const overlay = document.createElement("div");
    overlay.className = "govuk-exit-this-page-overlay";
    overlay.setAttribute("role", "alert");
    overlay.textContent = this.config.i18n.activated;
    document.body.appendChild(overlay);
    empty();
    location.replace(address);
  }
}

/** What comes back is asked for afresh. */
export function watchComingBack() {
  // The page that answers a form is asked for without the form when somebody comes back to it: no words are sent again.
  // A code is shown once: there the form itself is asked for again, and answers with the same code.
  if (!document.querySelector("[data-retry], [data-shown-once]")) history.replaceState(history.state, "");
  addEventListener("pageshow", (event) => {
    if (event.persisted && left) location.reload();
  });
}
