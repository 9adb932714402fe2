// "Exit this page" takes a person away at once. A browser may keep the page it left, with all that was typed, for
// the Back button. So we empty it first, and a page that comes back from that store is asked for afresh.

function empty() {
  for (const field of document.querySelectorAll("textarea, input:not([type=hidden]), select")) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
  }
  document.title = "";
  const main = document.getElementById("main-content");
  if (main) main.hidden = true;
}

/** Watches the exit button; call it before the GOV.UK component is started. */
export function leaveNoWords() {
  let left = false;
  const button = document.querySelector(".govuk-js-exit-this-page-button");
  if (button) {
    button.addEventListener("click", () => {
      left = true;
      empty();
    });
    // Pressing Shift three times leaves without a click, so the last moment is watched as well.
    addEventListener("pagehide", () => {
      if (document.querySelector(".govuk-exit-this-page-overlay")) {
        left = true;
        empty();
      }
    });
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted && left) location.reload();
  });
}
