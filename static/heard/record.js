// Recording sound or video in the browser. It stays on the device until the person keeps it; then it is sent like a file.
import { Uploads } from "./uploads.js";

const place = document.querySelector("[data-recorder]");
const uploads = new Uploads(document.querySelector("[data-files]"));
const part = (name) => place.querySelector(`[data-recorder-${name}]`);
const say = (name) => (part("said").textContent = name ? part("words").content.querySelector(`[data-${name}]`).textContent : "");
const starters = [...place.querySelectorAll("[data-record]")];
let recorder, stream, recording, isVideo;

function show({ starts = false, stops = false, decides = false }) {
  for (const one of starters) one.hidden = !starts;
  part("stop").hidden = !stops;
  part("keep").hidden = part("drop").hidden = !decides;
}

function leave() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  for (const player of [part("picture"), part("sound")]) {
    player.srcObject = null;
    player.removeAttribute("src");
    player.hidden = true;
  }
  recording = undefined;
  show({ starts: true });
  say("");
}

async function start(kind) {
  isVideo = kind === "video";
  say("asking");
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: isVideo });
    recorder = new MediaRecorder(stream);
  } catch {
    return say("refused");
  }
  const pieces = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.addEventListener("stop", () => {
    for (const track of stream.getTracks()) track.stop();
    recording = new Blob(pieces, { type: recorder.mimeType });
    const player = isVideo ? part("picture") : part("sound");
    player.srcObject = null;
    player.muted = false;
    player.controls = true;
    player.hidden = false;
    player.src = URL.createObjectURL(recording);
    show({ decides: true });
    say("done");
    part("keep").focus();
  });
  if (isVideo) {
    Object.assign(part("picture"), { srcObject: stream, muted: true, controls: false, hidden: false });
    part("picture").play();
  }
  recorder.start(1000);
  show({ stops: true });
  say("on");
  part("stop").focus();
}

if (globalThis.MediaRecorder && navigator.mediaDevices) {
  place.hidden = false;
  for (const one of starters) one.addEventListener("click", () => start(one.dataset.record));
  part("stop").addEventListener("click", () => recorder.stop());
  part("drop").addEventListener("click", leave);
  place.closest("form").addEventListener("submit", (event) => {
    if (recorder?.state !== "recording" && !recording) return;
    event.preventDefault(); // nothing that somebody said is thrown away in passing
    if (recorder.state === "recording") recorder.stop();
    else say("unkept");
    part("keep").focus();
  });
  part("keep").addEventListener("click", () => {
    uploads.add(recording, part("words").content.querySelector("[data-name]").textContent);
    leave();
  });
}
