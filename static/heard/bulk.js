// Work on many cases is done in pieces, each sent by the button "Go on"; where scripts run nobody has to press it.
export function goOn() {
  const form = document.querySelector("form[data-goes-on]");
  if (form) setTimeout(() => form.requestSubmit(), 150);
}
