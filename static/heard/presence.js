// Keeps the line that says who else is on a case true. It is there without this, as it was when the page was loaded.
// A page that nobody looks at does not say that somebody is here.
const every = 20000;
const patience = 10000;

export function watchPresence() {
  const region = document.querySelector("[data-presence]");
  if (!region) return;

  async function ask() {
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(region.dataset.address, {
          headers: { "X-Requested-With": "fetch" },
          cache: "no-store",
          credentials: "same-origin",
          redirect: "error",
          signal: AbortSignal.timeout(patience),
        });
        if (answer.status === 404) {
          region.replaceChildren(); // no longer for this account to know
          return;
        }
        if (answer.ok) {
          const line = document.createElement("template");
          line.innerHTML = await answer.text();
          const says = (node) => node.textContent.replace(/\s+/g, " ").trim();
          // Left alone while it says the same, or while somebody is about to use its link.
          if (says(line.content) !== says(region) && !region.contains(document.activeElement)) {
            region.replaceChildren(line.content);
          }
        }
      } catch {
        // The alarm above says that the page has lost touch.
      }
    }
    setTimeout(ask, every);
  }

  setTimeout(ask, every);
}
