// Recording sound or video in the browser. It stays on the device until the person keeps it; then it is sent like a file.
import { Uploads } from "./uploads.js";

// What we know and officers can be shown first: left to itself a browser records in whatever it likes best.
const TYPES = {
  audio: ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg;codecs=opus"],
  video: ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"],
};
const ENDINGS = { "audio/mp4": "m4a", "video/mp4": "mp4", "audio/ogg": "ogg", "video/x-matroska": "mkv" };

const place = document.querySelector("[data-recorder]");
const uploads = new Uploads(document.querySelector("[data-files]"), holdsBack);
const part = (name) => place.querySelector(`[data-recorder-${name}]`);
const say = (name) => (part("said").textContent = name ? part("words").content.querySelector(`[data-${name}]`).textContent : "");
const starters = [...place.querySelectorAll("[data-record]")];
let recorder, stream, recording, isVideo;

function show({ starts = false, stops = false, decides = false }) {
  for (const one of starters) one.hidden = !starts;
  part("stop").hidden = !stops;
  part("keep").hidden = part("drop").hidden = !decides;
}

function close() {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function clear() {
  close();
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
    const mimeType = TYPES[kind].find((one) => MediaRecorder.isTypeSupported(one));
    recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
  } catch {
    close();
    return say("refused");
  }
  const pieces = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.addEventListener("stop", () => {
    close();
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

/** Nothing that somebody said is thrown away in passing. */
function holdsBack() {
  if (recorder?.state !== "recording" && !recording) return false;
  if (recorder.state === "recording") recorder.stop();
  else say("unkept");
  part("keep").focus();
  return true;
}

if (globalThis.MediaRecorder && navigator.mediaDevices) {
  place.hidden = false;
  for (const one of starters) one.addEventListener("click", () => start(one.dataset.record));
  part("stop").addEventListener("click", () => recorder.stop());
  part("drop").addEventListener("click", clear);
  part("keep").addEventListener("click", () => {
    const ending = ENDINGS[recording.type.split(";")[0]] ?? "webm";
    const { textContent: name } = part("words").content.querySelector("[data-name]");
    uploads.add(recording, name, { copyName: `${name}.${ending}` });
    clear();
  });
}
