// The keys of the desk. A key pressed alone does something only while nobody types, with no modifier, outside dialogs, and
// where the account has not switched such keys off: the page then carries neither the mark nor aria-keyshortcuts, which
// is where a key is looked up. Inside an element marked data-keys-scope its own keys come first.
import { isBusy } from "./in-place.js";
import { sayOwn } from "./said.js";
import { holdsUnsentWords } from "./unsent.js";

const typed = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button])";
const scope = "[data-keys-scope]";
let acted = ""; // the key that is down and has done something: held, it is not typed where the focus went

function focusOn(place, options) {
  if (!place) return false;
  place.closest("details:not([open])")?.setAttribute("open", "");
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus(options);
  return true;
}

function takeNext() {
  const button = document.querySelector('[data-action="take-next"]');
  if (!button || isBusy() || holdsUnsentWords()) return false;
  button.click();
  return true;
}

function goToSearch() {
  const box = document.querySelector("[data-search]");
  if (box) {
    box.focus();
    box.select();
    return true;
  }
  const link = document.querySelector('a[data-key="/"]');
  if (!link || holdsUnsentWords()) return false;
  link.click();
  return true;
}

/** The first report that is unread: marked once the end of its words is in sight, brought into sight before. */
function read() {
  const button = document.querySelector('[data-report] [aria-keyshortcuts="r"]');
  if (!button) return false;
  const end = button.closest("form").getBoundingClientRect().bottom;
  if (end > innerHeight) {
    const hidden = document.querySelector(".heard-bar")?.getBoundingClientRect().height ?? 0;
    scrollBy({ top: Math.min(end - innerHeight + 20, innerHeight - hidden - 60) });
    if (end - innerHeight + 20 > innerHeight - hidden - 60) sayOwn("below");
    else focusOn(button, { preventScroll: true });
  } else button.click();
  return true;
}

function step(list, by) {
  const at = list.findIndex((one) => one.contains(document.activeElement));
  return list[at < 0 ? (by > 0 ? 0 : -1) : Math.min(Math.max(at + by, 0), list.length - 1)];
}

const rows = () => [...document.querySelectorAll("main [data-case]")].map((row) => row.querySelector("a")).filter(Boolean);

function nextSuggestion() {
  const open = [...document.querySelectorAll("[data-suggestion]")].filter((one) => !one.closest("details"));
  const at = open.findIndex((one) => one.contains(document.activeElement));
  const place = open[(at + 1) % open.length];
  place?.querySelector("details")?.setAttribute("open", "");
  return focusOn(place);
}

const acts = {
  n: takeNext,
  "/": goToSearch,
  r: read,
  "Shift+D": () => focusOn(document.querySelector(`#decide ${scope}`) ?? document.querySelector("#decide")),
  "Shift+M": () => focusOn(document.querySelector("#messages textarea") ?? document.querySelector("#messages")),
  "Shift+S": nextSuggestion,
  j: () => focusOn(step(rows(), 1)),
  k: () => focusOn(step(rows(), -1)),
  "?": showKeys,
};

/** The first of a decision's strands, while none of them is ticked: letters tick there, and in a box for words they are typed. */
function strandsToTick(form) {
  const strands = [...form.querySelectorAll("[name=strands]")];
  return strands.some((one) => one.checked) ? null : strands[0];
}

/** Ticks, or takes the tick away, and says so. A choice of one goes on to the words that it asks for, once strands are ticked. */
function choose(element) {
  element.closest("details:not([open])")?.setAttribute("open", "");
  if (element.type === "radio" && element.checked) {
    element.checked = false;
    element.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  element.click();
  if (element.type === "checkbox") {
    if (element.closest(scope).contains(document.activeElement)) focusOn(element);
    else sayOwn(element.checked ? "ticked" : "unticked", element.labels[0].firstChild.textContent.trim()); // in sight of the words
  }
  if (element.type !== "radio" || focusOn(strandsToTick(element.form))) return;
  const asked = element.closest(".govuk-radios__item").nextElementSibling;
  const first = asked?.matches(".govuk-radios__conditional") ? asked.querySelector("input") : null;
  const words = first ?? element.form.elements.reason;
  focusOn(words ?? element);
  if (words) sayOwn("writing"); // the next letter is written there, and chooses nothing
}

function pressed(key, target) {
  const named = `[aria-keyshortcuts="${CSS.escape(key)}"]`;
  const inScope = target.closest(scope)?.querySelector(named);
  if (inScope) {
    choose(inScope);
    return true;
  }
  const isDone = acts[key]?.();
  if (isDone || (acts[key] && key !== "j" && key !== "k")) return isDone; // j and k choose where there is no list
  const found = [...document.querySelectorAll(`main ${named}`)];
  const button = found.find((one) => !one.closest(scope));
  const choice = found.find((one) => one.closest(`#decide ${scope}`));
  if (button) button.click();
  else if (choice) choose(choice);
  return Boolean(button ?? choice);
}

/** Ctrl and Enter send the form that has the focus; with Shift the next case is taken once that is done, with Alt by its other button. */
function send(event) {
  const form = event.target.closest("main form[method=post]");
  if (!form) return false;
  form.toggleAttribute("data-then-next", event.shiftKey && form.hasAttribute("data-in-place"));
  const otherwise = event.altKey ? form.querySelector("[data-otherwise]") : null;
  if (event.altKey && !otherwise) return false;
  form.requestSubmit(otherwise);
  return true;
}

function leaveBox(box) {
  return focusOn(box.closest(`${scope}, form, section, main`), { preventScroll: true });
}

async function fillKeys(dialog, link) {
  const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
  const list = page.querySelector("[data-keys-list]");
  if (!list) throw new Error("no list");
  const all = document.createElement("a");
  Object.assign(all, { href: link.href, textContent: link.dataset.switch, className: "govuk-link" });
  const close = document.createElement("button");
  Object.assign(close, { type: "button", textContent: link.dataset.close, className: "govuk-button govuk-button--secondary heard-button--flat" });
  close.addEventListener("click", () => dialog.close());
  const heading = page.querySelector("h1");
  heading.id = "keys-title";
  heading.className = "govuk-heading-m";
  const foot = document.createElement("p");
  foot.className = "heard-buttons";
  foot.append(close, all);
  dialog.replaceChildren(document.importNode(heading, true), foot, document.importNode(list, true)); // the focus starts at the top
}

function showKeys() {
  const link = document.querySelector("a[data-opens-keys]");
  if (!link) return false;
  const dialog = document.createElement("dialog");
  dialog.className = "heard-dialog";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before !== document.body) focusOn(before, { preventScroll: true }); // what took the focus once may not take it by itself again
  });
  fillKeys(dialog, link)
    .then(() => {
      document.body.append(dialog);
      dialog.showModal();
    })
    .catch(() => sayOwn("lost"));
  return true;
}

export function watchKeys() {
  addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.repeat && key === acted) event.preventDefault();
    if (!event.repeat) acted = "";
    if (!(target instanceof Element) || event.repeat || event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (send(event)) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest(typed)) {
      if (key === "Escape" && target.closest("main")) leaveBox(target);
      return;
    }
    if (!document.querySelector("[data-single-keys]") || key.length !== 1) return;
    // Some keyboards have the slash on the shifted seven.
    const isLetter = key.toLowerCase() !== key.toUpperCase();
    if (event.shiftKey && !isLetter && key !== "/" && key !== "?") return;
    const named = isLetter ? (event.shiftKey ? `Shift+${key.toUpperCase()}` : key.toLowerCase()) : key;
    if (!pressed(named, target)) return;
    acted = key;
    event.preventDefault();
  });
}
