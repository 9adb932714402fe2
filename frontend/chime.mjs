// The sound of an alarm on the desk: two rising tones, twice, as 8-bit mono sound of 11,025 samples a second.
const rate = 11025;
const notes = [
  { at: 0.0, hertz: 659.3 },
  { at: 0.22, hertz: 880.0 },
  { at: 0.62, hertz: 659.3 },
  { at: 0.84, hertz: 880.0 },
];
const seconds = 1.5;

// A struck bell: quick attack, a soft octave above, and a fall to silence before the next stroke of that pitch.
function sample(time) {
  let sum = 0;
  for (const { at, hertz } of notes) {
    const since = time - at;
    if (since < 0) continue;
    const loudness = Math.min(1, since / 0.008) * Math.exp(-since * 7);
    const turn = 2 * Math.PI * hertz * since;
    sum += loudness * (0.55 * Math.sin(turn) + 0.18 * Math.sin(2 * turn) + 0.08 * Math.sin(3 * turn));
  }
  const fade = Math.min(1, (seconds - time) / 0.05);
  return Math.round(128 + 127 * Math.max(-1, Math.min(1, sum * fade)));
}

/** The bytes of the WAV file. The same on every machine. */
export function chime() {
  const length = Math.round(rate * seconds);
  const file = Buffer.alloc(44 + length);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + length, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write("data", 36);
  file.writeUInt32LE(length, 40);
  for (let index = 0; index < length; index += 1) file[44 + index] = sample(index / rate);
  return file;
}
