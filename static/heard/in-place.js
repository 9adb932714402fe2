// Forms marked data-in-place are sent without leaving the page: the server answers with the same page as ever, and what
// it shows takes the place of what was shown. A form that holds words not sent stays as it is, with what it knew of the
// case, so that the server still notices what others did meanwhile. Whatever is not understood here is sent as ever.
import { saidByDecision } from "./reading.js";
import { say, sayOwn } from "./said.js";
import { holdsUnsent, holdsUnsentWords, typedIn, wordsOf } from "./unsent.js";

let byKey = true; // where the focus goes: on to the next step by key, nowhere else by pointer
let isSending = false;

const reference = (page) => page.querySelector('[data-testid="reference"]')?.textContent;

/** The same form of two pages: where it goes, and which report or suggestion it is about. */
function nameOf(form) {
  const about = [...form.querySelectorAll('input[type="hidden"][name$="_id"]')].map((one) => one.value);
  return [form.getAttribute("action"), ...about].join(" ");
}

function sendAsEver(form, button) {
  form.removeAttribute("data-in-place");
  form.requestSubmit(button ?? undefined);
}

async function send(form, button, start) {
  const sent = wordsOf(form);
  const reading = form.dataset.then === "decide" && saidByDecision(form);
  if (reading) await fetch(reading.getAttribute("action"), { method: "POST", body: new FormData(reading), redirect: "manual" });
  const page = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form, button), headers: { Accept: "text/html" } });
  const shown = new DOMParser().parseFromString(await page.text(), "text/html");
  if (reference(shown) !== reference(document)) {
    // Done, and the case is no longer theirs to see, or is part of another; or not done, and the answer is a page of its own.
    if (page.redirected && page.url.includes("/desk/cases/")) location.assign(page.url);
    else sendAsEver(form, button);
    return;
  }
  const said = [...shown.querySelectorAll(".govuk-notification-banner__heading")].map((one) => one.textContent).join(" ");
  if (!swap(shown, form, sent, page.ok, start)) return sayOwn("stays", said);
  if (!page.ok) return;
  say(said);
  if (!form.hasAttribute("data-then-next")) return;
  if (holdsUnsentWords()) sayOwn("unsent", said);
  else document.querySelector('[data-action="take-next"]')?.click();
}

function swap(shown, form, sent, isDone, start) {
  const main = document.querySelector("main");
  const theirs = document.importNode(shown.querySelector("main"), true);
  const kept = [...main.querySelectorAll("form")].filter((one) => (one === form ? isDone && wordsOf(one) !== sent : holdsUnsent(one)));
  const places = new Map([...theirs.querySelectorAll("form")].map((one) => [nameOf(one), one]));
  if (kept.some((one) => !places.has(nameOf(one)))) return false;

  const focused = document.activeElement;
  const wasIn = form.closest("section[id], aside, main")?.id;
  const opened = new Set([...main.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
  main.replaceChildren(...theirs.childNodes);
  document.title = shown.title;
  start(main);
  for (const old of kept) {
    const place = places.get(nameOf(old));
    if (old === form) for (const one of ["token", "version", "entry", "page"]) if (old.elements[one]) old.elements[one].value = place.elements[one].value;
    place.replaceWith(old);
    old.closest("details")?.setAttribute("open", "");
  }
  for (const one of main.querySelectorAll("details:not([open]) > summary")) if (opened.has(one.textContent)) one.parentElement.open = true;
  if (!isDone) {
    const again = places.get(nameOf(form));
    for (const one of typedIn(form)) {
      const same = one.id && again?.querySelector(`#${CSS.escape(one.id)}`);
      if (same && "value" in same && one.type !== "checkbox" && one.type !== "radio") same.value = one.value;
    }
    (main.querySelector(".govuk-error-summary") ?? main).focus();
  } else if (focused.matches("textarea, input, select") && main.contains(focused)) focused.focus({ preventScroll: true });
  else goOn(form.dataset.then, wasIn);
  document.dispatchEvent(new CustomEvent("heard:shown", { detail: { root: main } }));
  return true;
}

/** After reading comes the decision, after the decision the answer; by pointer the page stays where it is. */
function goOn(then, wasIn) {
  const next = { read: "[data-report] form[data-then=read]", decide: "#decide [data-keys-scope]", answer: "#messages textarea" };
  const steps = { read: ["read", "decide"], decide: ["answer"] }[then] ?? [];
  const found = steps.map((step) => document.querySelector(next[step])).find((one) => one && !one.closest("details:not([open])"));
  const place = byKey && found ? (found.closest("[data-report]") ?? found) : (document.getElementById(wasIn) ?? document.querySelector("main"));
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: !(byKey && found) });
}

export function sendsInPlace(start) {
  addEventListener("keydown", () => (byKey = true), true);
  addEventListener("pointerdown", () => (byKey = false), true);
  addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    if (event.defaultPrevented || !form.hasAttribute("data-in-place") || button?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    document.querySelector("main").setAttribute("aria-busy", "true");
    send(form, button, start)
      .catch(() => sayOwn("lost"))
      .finally(() => {
        isSending = false;
        document.querySelector("main").removeAttribute("aria-busy");
        form.removeAttribute("data-then-next");
      });
  });
}

export const isBusy = () => isSending;
