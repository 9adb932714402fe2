// Which forms hold something that somebody typed or chose and has not sent.
function differs(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return [...field.options].some((one) => one.selected !== one.defaultSelected) && field.selectedIndex > 0;
  return (field.tagName === "TEXTAREA" || field.type === "text") && field.value !== field.defaultValue;
}

/** The fields of a form that somebody can fill. */
export const typedIn = (form) => [...form.elements].filter((one) => one.type !== "hidden" && one.name);

/** What stands in them, to be compared. */
export const wordsOf = (form) => JSON.stringify(typedIn(form).map((one) => [one.name, one.value, one.checked]));

export function holdsUnsent(form) {
  return form.hasAttribute("data-unsent") || [...form.elements].some(differs);
}

export function holdsUnsentWords() {
  const main = document.querySelector("main");
  const wasRefused = main.querySelector(".govuk-error-summary") !== null; // what came back was not saved
  return wasRefused || [...main.querySelectorAll("form")].some(holdsUnsent);
}
