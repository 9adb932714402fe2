// Keeps the alarm banner of an open page true: asks for it every few seconds, sounds the chime while it rings and
// says so in the title. The banner itself comes from the server and works without this.
//
// The region carries data-source (address of the banner), data-sound and the words to say. The banner rings while it
// holds an element with [data-ringing]; that element's value names the alarm, so that a new one rings anew.
const every = 5000;
const patience = 10000;

// What a banner tells: its alarms and its words. The token in its forms differs every time.
function says(banner) {
  const alarms = [...banner.querySelectorAll("[data-ringing]")].map((each) => each.dataset.ringing);
  return JSON.stringify([alarms, banner.textContent.replace(/\s+/g, " ").trim()]);
}

/** Starts watching; `region` is the element with data-alarm-region. */
export function watchAlarms(region) {
  const content = region.querySelector("[data-alarm-content]");
  const note = region.querySelector("[data-alarm-note]");
  const title = document.title;
  const sound = region.dataset.sound ? new Audio(region.dataset.sound) : null;
  let silent = false;
  let lost = false;
  let pressed = false;

  function say() {
    const text = lost ? region.dataset.lost : silent && ringing() ? region.dataset.soundOff : "";
    if (note.textContent !== text) note.textContent = text;
    note.hidden = !text;
  }

  function ringing() {
    return content.querySelector("[data-ringing]") !== null;
  }

  async function sing() {
    document.title = ringing() ? `(!) ${region.dataset.title} – ${title}` : title;
    if (ringing() && sound) {
      try {
        await sound.play();
        silent = false;
      } catch {
        silent = true;
      }
    }
    say();
  }

  async function ask() {
    if (pressed) {
      setTimeout(ask, 500);
      return;
    }
    try {
      const answer = await fetch(region.dataset.source, {
        headers: { "X-Requested-With": "fetch" },
        cache: "no-store",
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(patience),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const banner = document.createElement("template");
      banner.innerHTML = await answer.text();
      lost = false;
      // Left alone while it says the same, or while somebody is about to use it: a screen reader would start again.
      if (!pressed && says(banner.content) !== says(content) && !content.contains(document.activeElement)) {
        content.replaceChildren(banner.content);
      }
    } catch {
      lost = true;
    }
    await sing();
    setTimeout(ask, every);
  }

  // Nothing on the page moves while a button is held down: a press that ends beside what it began on is no click.
  addEventListener("pointerdown", () => { pressed = true; });
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => { pressed = false; });
  // Browsers play no sound before the person has done something in the page.
  for (const kind of ["click", "keyup"]) {
    addEventListener(kind, () => { if (silent) sing(); });
  }
  sing();
  if (region.dataset.source) setTimeout(ask, every);
}
