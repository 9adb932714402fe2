// The page after sending is made before what was told has been weighed. When danger is found in it within a minute, the
// page says so by itself: whoever is in danger does not think of loading it again.
const AFTER = [4, 12, 30, 60]; // seconds

export function watchRenewed() {
  const whole = document.querySelector("[data-renews]");
  if (!whole) return;
  const timers = AFTER.map((seconds) => setTimeout(renew, seconds * 1000));

  async function renew() {
    const shown = await asItIsNow();
    if (!shown || shown.querySelector("[data-renews]")) return;
    timers.forEach(clearTimeout);
    const now = shown.querySelectorAll("[data-renewed]");
    whole.querySelectorAll("[data-renewed]").forEach((place, number) => place.replaceChildren(...now[number].childNodes));
  }
}

async function asItIsNow() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok && shown.querySelector("[data-renewed]") ? shown : null;
  } catch {
    return null; // no connection: the page stays as it is, and the code opens what is known later
  }
}
