// Sends files piece by piece, each as soon as it is chosen, one after another. A cut costs one piece: what has arrived is
// asked for and sending goes on there. Without this script the same form sends the files whole.
import { inDigits } from "./digits.js";
import { hasLeft } from "./leave.js";

const PIECE = 1024 * 1024;
const PATIENCE = [1, 2, 4, 8, 15, 15]; // seconds before the next try, as long as nothing gets through

const NOT_ASKED = ".govuk-exit-this-page, .govuk-skip-link, .govuk-error-summary, footer"; // nobody in danger is held up

const CAPTION_RESTS = 1000; // milliseconds without a key, after which a caption is kept

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function hashOf(piece) {
  if (!globalThis.crypto?.subtle) return {};
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await piece.arrayBuffer()));
  return { "X-Piece-SHA256": [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
}

export class Uploads {
  /** `holdsBack` may say why nobody goes on yet, in words of its own: asked before a form is sent or a link is followed. */
  constructor(root, holdsBack = () => false) {
    this.root = root;
    this.form = root.closest("form");
    this.list = root.querySelector("[data-files-list]");
    this.queue = [];
    this.onlyHere = new Set(); // what exists on this page alone until it is whole with us
    this.isSending = this.hasAsked = false;
    root.querySelector("[data-files-add]").hidden = true;
    const input = root.querySelector('input[type="file"]');
    input.addEventListener("change", () => {
      const chosen = [...input.files];
      if (!chosen.length) return;
      input.value = "";
      input.dispatchEvent(new Event("change")); // the box says again that none is chosen
      for (const file of chosen) this.add(file, file.name);
    });
    const hold = (event) => {
      if (!event.defaultPrevented && (holdsBack() || this.holdsBack())) event.preventDefault();
    };
    this.keepsCaptions();
    this.form.addEventListener("submit", hold);
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link && !link.target && !link.hasAttribute("download") && !link.closest(NOT_ASKED)) hold(event);
    });
  }

  /** What is said about a file is kept as it is typed: Back, a link or a cut loses no word of it. */
  keepsCaptions() {
    const unkept = new Set();
    let timer;
    const keep = () => {
      clearTimeout(timer);
      if (hasLeft() || !unkept.size) return;
      const data = new URLSearchParams({ keep_captions: "1", csrfmiddlewaretoken: this.form.elements.csrfmiddlewaretoken.value });
      const going = [...unkept].filter((field) => field.isConnected);
      for (const field of going) data.set(field.name, field.value);
      unkept.clear();
      const again = () => going.forEach((field) => unkept.add(field));
      fetch(location.href, { method: "POST", body: data, keepalive: true }).then((answer) => answer.ok || again(), again);
    };
    this.list.addEventListener("input", ({ target }) => {
      unkept.add(target);
      clearTimeout(timer);
      timer = setTimeout(keep, CAPTION_RESTS);
    });
    this.list.addEventListener("change", keep);
    addEventListener("pagehide", keep);
  }

  /** Whether something would be lost by going on; says what. Files can be chosen again, so the second press goes on. */
  holdsBack() {
    if (!this.onlyHere.size && (!this.isSending || this.hasAsked)) return false;
    this.hasAsked = true;
    this.say(this.words(this.onlyHere.size ? "unsent" : "going"));
    return true;
  }

  words(name, values = {}) {
    const text = this.root.querySelector("[data-files-words]").content.querySelector(`[data-${name}]`).textContent;
    return text.replace(/%\((\w+)\)s/g, (_, key) => values[key] ?? "");
  }

  say(text) {
    const place = this.root.querySelector("[data-files-said]");
    place.classList.remove("govuk-visually-hidden");
    place.textContent = text;
    place.scrollIntoView({ block: "nearest" });
  }

  /** `copyName`: of a file that exists nowhere else, under which a copy of it can be kept where it does not arrive. */
  add(file, name, { copyName = "" } = {}) {
    const row = this.root.querySelector("[data-files-row]").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = name;
    this.list.append(row);
    this.root.querySelector("[data-files-title]").hidden = false;
    const one = { file, name, copyName, row, isStopped: false };
    if (copyName) this.onlyHere.add(one);
    row.querySelector("[data-stop]").addEventListener("click", () => {
      one.isStopped = true;
      this.onlyHere.delete(one);
      row.remove();
    });
    row.querySelector("[data-again]").addEventListener("click", () => this.take(one));
    this.take(one);
  }

  take(one) {
    const said = one.row.querySelector("[data-said]");
    said.className = "govuk-body";
    said.removeAttribute("role");
    said.textContent = this.words("waiting");
    one.row.querySelector("progress").hidden = false;
    one.row.querySelector("[data-again]").hidden = one.row.querySelector("[data-only-here]").hidden = true;
    this.queue.push(one);
    if (!this.isSending) this.run();
  }

  async run() {
    this.isSending = true;
    for (let one = this.queue.shift(); one; one = this.queue.shift()) if (!one.isStopped) await this.send(one);
    this.isSending = this.hasAsked = false;
  }

  async send(one) {
    const said = one.row.querySelector("[data-said]");
    let failures = 0;
    while (!one.isStopped) {
      try {
        if (await this.step(one)) return;
        failures = 0;
      } catch (error) {
        if (error.sentence) return this.refuse(one, error.sentence);
        if (failures === PATIENCE.length) {
          said.textContent = this.words("failed");
          return this.offer(one);
        }
        said.textContent = this.words("lost");
        one.received = undefined; // asked anew
        await pause(PATIENCE[failures++]);
      }
    }
  }

  /** One exchange; true when the file is whole. */
  async step(one) {
    if (!one.id) {
      const begun = await this.ask(this.root.dataset.begin, JSON.stringify({ name: one.name, size: one.file.size, recording: "recordings" in this.root.dataset }), {
        "Content-Type": "application/json",
      });
      ({ id: one.id, received: one.received } = await begun.json());
    }
    const there = new URL(this.root.dataset.begin, location);
    there.pathname += `${one.id}/`;
    if (one.received === undefined) one.received = (await (await this.ask(there)).json()).received;
    const piece = one.file.slice(one.received, one.received + PIECE);
    there.searchParams.set("offset", one.received);
    const answer = await this.ask(there, piece, { "Content-Type": "application/octet-stream", ...(await hashOf(piece)) });
    if (answer.status === 201) {
      this.whole(one, await answer.text());
      return true;
    }
    one.received = (await answer.json()).received;
    const percent = Math.floor((100 * one.received) / one.file.size);
    one.row.querySelector("progress").value = percent;
    one.row.querySelector("[data-said]").textContent = this.words("sending", { percent: inDigits(percent) });
    return false;
  }

  async ask(address, body, headers = {}) {
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(address, { method: body === undefined ? "GET" : "POST", body, headers: { ...headers, "X-CSRFToken": token } });
    const seconds = Number(answer.headers.get("X-Visit-Seconds"));
    if (seconds) document.dispatchEvent(new CustomEvent("heard:renewed", { detail: { seconds } }));
    if (answer.ok || answer.status === 409) return answer;
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
    throw Object.assign(new Error(answer.status), answer.status < 500 ? said : {});
  }

  whole(one, html) {
    const row = new DOMParser().parseFromString(html, "text/html").querySelector("li");
    this.onlyHere.delete(one);
    one.row.replaceWith(document.importNode(row, true));
    this.say(this.words("added", { name: one.name }));
  }

  refuse(one, sentence) {
    const said = one.row.querySelector("[data-said]");
    said.textContent = sentence;
    said.className = "govuk-error-message";
    said.setAttribute("role", "alert");
    one.row.querySelector("progress").hidden = true;
    one.id = one.received = undefined; // we have nothing of it any more
    if (one.copyName) this.offer(one);
  }

  /** Another try; and a copy of what exists nowhere else. */
  offer(one) {
    one.row.querySelector("[data-again]").hidden = false;
    if (!one.copyName) return;
    const link = one.row.querySelector("[data-copy]");
    one.address = one.address ?? URL.createObjectURL(one.file);
    Object.assign(link, { href: one.address, download: one.copyName });
    one.row.querySelector("[data-only-here]").hidden = false;
  }
}
