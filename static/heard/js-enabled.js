// First thing in the body, and not a module, so that it runs before anything is painted: the style sheets hide and
// show by these two classes. A browser too old for modules keeps the page that works without script.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
