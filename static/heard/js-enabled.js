// First thing in the body, and not a module, so that it runs before anything is painted: the style sheets hide and
// show by these two classes. A browser too old for modules keeps the page that works without script.
document.body.classList.add("js-enabled");
// Whoever comes back with Back to a page that opens nothing any more has left: it leads away again before it shows a word.
const again = document.querySelector("[data-leave-again]");
if (again && performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
  document.title = "";
  document.body.hidden = true;
  location.replace(again.dataset.leaveAgain);
}
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
