"""What people send with a report: small files made on the spot, as a telephone or an office would make them.

Drawn, never photographed: no face, no place that exists, and nothing that was said to anybody.
"""

import io
import math
import wave
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from fpdf import FPDF
from PIL import Image, ImageDraw

_RATE = 8_000  # samples a second
_PHONE, _LYING = (360, 640), (640, 480)
_BRICK = (64, 24)
_LOUDEST = 32_767


@dataclass(frozen=True, slots=True)
class Thing:
    """A file with its name and what its sender wrote to it. `is_recording`: a spoken answer to “what happened?”."""

    name: str
    content: bytes
    caption: str = ""
    is_recording: bool = False


def screenshot(rng: Random) -> Thing:
    """Messages on a telephone; the words in them are bars, since nobody has to read such things in a demonstration."""
    image = Image.new("RGB", _PHONE, "#e9edf0")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, _PHONE[0], 44), fill="#1d4f5f")
    draw.text((14, 15), f"{rng.randint(6, 23):02}:{rng.randrange(60):02}   Unknown number", fill="white")
    top = 64
    while top < _PHONE[1] - 110:
        is_theirs, lines = rng.random() < 0.7, rng.randint(1, 4)
        left = 12 if is_theirs else 90
        height = 18 + 16 * lines
        draw.rounded_rectangle((left, top, left + 250, top + height), 10, fill="white" if is_theirs else "#cfe8d5")
        for line in range(lines):
            width = rng.randint(120, 220) if line == lines - 1 else 226
            draw.rectangle((left + 12, top + 12 + 16 * line, left + 12 + width, top + 19 + 16 * line), fill="#5b6770")
        top += height + 14
    return _picture(image, "PNG", f"Screenshot_{rng.randint(1000, 9999)}.png", "The messages, as they came.")


def damage(rng: Random) -> Thing:
    """A wall that somebody has painted on."""
    image, draw = _wall(rng)
    at = (rng.randint(120, 200), rng.randint(180, 300))
    for _ in range(9):
        to = (at[0] + rng.randint(20, 60), min(430, max(60, at[1] + rng.randint(-110, 110))))
        draw.line((at, to), fill="#e8e4da", width=rng.randint(7, 12))
        if rng.random() < 0.4:  # the paint runs
            draw.line((to, (to[0], to[1] + rng.randint(20, 60))), fill="#e8e4da", width=3)
        at = to
    return _picture(image, "JPEG", f"IMG_{rng.randint(1000, 9999)}.jpg", "The wall this morning.")


def doorway(rng: Random) -> Thing:
    """A wall with a door in it: where it happened."""
    image, draw = _wall(rng)
    left = rng.randint(200, 320)
    draw.rectangle(
        (left, 110, left + 150, _LYING[1]),
        fill=rng.choice(["#23445a", "#4b2e2a", "#2f4a37"]),
        outline="#d9d2c4",
        width=8,
    )
    draw.ellipse((left + 118, 300, left + 130, 312), fill="#d8c27a")
    return _picture(image, "JPEG", f"IMG_{rng.randint(1000, 9999)}.jpg", "This is where it happened.")


def pane(rng: Random) -> Thing:
    """A window that was hit."""
    image = Image.new("RGB", _LYING, "#f0ece2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 40, 580, 440), fill="#9db7c4", outline="#e6e2d8", width=16)
    hit = (rng.randint(220, 420), rng.randint(150, 330))
    for crack in range(rng.randint(9, 14)):
        angle = crack * 0.6 + rng.uniform(-0.2, 0.2)
        middle = tuple(
            round(one + 60 * turn) for one, turn in zip(hit, (math.cos(angle), math.sin(angle)), strict=True)
        )
        end = (
            min(564, max(76, round(middle[0] + rng.randint(40, 140) * math.cos(angle)))),
            min(424, max(56, round(middle[1] + rng.randint(40, 140) * math.sin(angle + 0.2)))),
        )
        draw.line((hit, middle, end), fill="#f7fafb", width=2)
    draw.ellipse((hit[0] - 14, hit[1] - 14, hit[0] + 14, hit[1] + 14), fill="#35424a")
    return _picture(image, "JPEG", f"IMG_{rng.randint(1000, 9999)}.jpg", "The window, from inside.")


def notes(rng: Random) -> Thing:
    """A page of notes, with lines in place of words."""
    pdf = FPDF(format=(148, 210))
    pdf.set_creator("Heard demonstration")
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.cell(text=f"My notes, page {rng.randint(1, 4)}")
    pdf.set_fill_color(90, 90, 90)
    for line in range(rng.randint(6, 11)):
        pdf.rect(14, 28 + 9 * line, rng.randint(70, 118), 3, style="F")
    return Thing(f"notes {rng.randint(1, 31)}.pdf", bytes(pdf.output()), "I wrote it down the same evening.")


def noise(rng: Random) -> Thing:
    """Somebody knocks at a door, several times."""
    samples = _silence(3.0)
    at = 0.3
    while at < 2.6:
        _strike(samples, at, rng)
        at += rng.uniform(0.18, 0.5)
    return Thing(f"Recording {rng.randint(1, 60)}.wav", _sound(samples), "Knocking at night, from inside the flat.")


def spoken(rng: Random) -> Thing:
    """An answer that was spoken: the melody of a voice without words, a breath now and then."""
    samples = _silence(4.0)
    at = 0.2
    while at < 3.6:
        length, pitch = rng.uniform(0.12, 0.32), rng.uniform(110, 210)
        first, last = int(at * _RATE), min(len(samples), int((at + length) * _RATE))
        for place in range(first, last):
            shape = math.sin(math.pi * (place - first) / (last - first))
            phase = 2 * math.pi * pitch * place / _RATE
            samples[place] = int(
                9_000 * shape * (math.sin(phase) + 0.5 * math.sin(2 * phase) + 0.2 * math.sin(5 * phase))
            )
        at += length + rng.choice([0.03, 0.05, 0.05, 0.4])
    return Thing("recording.wav", _sound(samples), is_recording=True)


_DAMAGE = frozenset({"criminal_damage", "arson_danger"})
Maker = Callable[[Random], Thing]


def things_for(place: str, kinds: tuple[str, ...], rng: Random) -> list[Thing]:
    """What somebody may have of such a thing that happened in this kind of place: one file or two."""
    makers: tuple[Maker, ...] = (doorway, notes)
    if place == "online":
        makers = (screenshot, notes)
    elif _DAMAGE & set(kinds):
        makers = (damage, pane)
    elif place in ("home", "near_home"):
        makers = (noise, doorway, notes)
    return [make(rng) for make in rng.sample(makers, rng.choice([1, 1, 2]))]


def _wall(rng: Random) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", _LYING, "#8a8178")
    draw = ImageDraw.Draw(image)
    width, height = _BRICK
    for row in range(_LYING[1] // height + 1):
        for place in range(-1, _LYING[0] // width + 1):
            left = place * width + (row % 2) * width // 2
            shade = rng.randint(-14, 14)
            brick = (150 + shade, 82 + shade // 2, 62 + shade // 2)
            draw.rectangle((left + 2, row * height + 2, left + width - 2, (row + 1) * height - 2), fill=brick)
    return image, draw


def _picture(image: Image.Image, kind: str, name: str, caption: str) -> Thing:
    out = io.BytesIO()
    image.save(out, kind, optimize=kind == "PNG")
    return Thing(name, out.getvalue(), caption)


def _silence(seconds: float) -> "array[int]":
    return array("h", bytes(2 * int(seconds * _RATE)))


def _strike(samples: "array[int]", at: float, rng: Random) -> None:
    """One dull blow, dying away within an eighth of a second."""
    first = int(at * _RATE)
    for step in range(min(_RATE // 8, len(samples) - first)):
        loud = 14_000 * math.exp(-step / 160) * (math.sin(2 * math.pi * 95 * step / _RATE) + rng.uniform(-0.3, 0.3))
        samples[first + step] = max(-_LOUDEST, min(_LOUDEST, samples[first + step] + int(loud)))


def _sound(samples: "array[int]") -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()
