// A decision can say that the one unread report is read: its button says so as soon as the end of the words was in sight
// and none of them is hidden. Without this, or where there is more to read, reading is said on its own.
const unread = () => [...document.querySelectorAll("[data-report] form[data-then=read]")];

/** The form that marks the report as read, where the button of the decision says it too; else null. */
export function saidByDecision(form) {
  return form.querySelector("[data-says-read]") ? (unread()[0] ?? null) : null;
}

function sayOnButton() {
  const [form, ...more] = unread();
  const button = document.querySelector("#decide [data-read-too]");
  const report = form?.closest("[data-report]");
  if (!button || !report || more.length || !("seen" in report.dataset) || report.querySelector("[data-hidden-warning]")) return;
  button.textContent = button.dataset.readToo;
  button.dataset.saysRead = "";
}

export function watchReading() {
  const sight = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) target.closest("[data-report]").dataset.seen = "";
    sayOnButton();
  });
  const watch = () => {
    unread().forEach((form) => sight.observe(form));
    sayOnButton(); // what was in sight before its hidden words were shown is not told of again
  };
  watch();
  document.addEventListener("heard:shown", watch);
}
