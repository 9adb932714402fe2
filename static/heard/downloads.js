// A form that is answered with a file leaves its page standing: what was wrong the time before is not wrong any more.
function forgetErrors(form) {
  for (const said of document.querySelectorAll("main .govuk-error-summary, main .govuk-error-message")) said.remove();
  for (const one of form.querySelectorAll("[class*='--error']")) {
    one.classList.remove(...[...one.classList].filter((name) => name.endsWith("--error")));
  }
  for (const one of form.querySelectorAll("[aria-describedby$='-error']")) {
    const left = one.getAttribute("aria-describedby").split(" ").filter((id) => !id.endsWith("-error"));
    if (left.length) one.setAttribute("aria-describedby", left.join(" "));
    else one.removeAttribute("aria-describedby");
  }
}

export function watchDownloads() {
  addEventListener("submit", ({ target: form }) => {
    if (form.hasAttribute("data-downloads")) forgetErrors(form);
  });
}
