"""How quick the editor is in a lecture of three hours: from a key to the screen, in Chromium.

    python benchmarks/editor.py --hours 3 --keys 60

The lecture is made up: a transcript as a run would have written it (a sentence every four seconds,
two voices, a tenth of the words doubtful) beside a tone, so that no run is waited for; of a save
the page's part is measured, what a run's stages make of it is not. Two clocks are read. The
browser's Event Timing tells how long each key took until the screen was painted after it (in steps
of 8 ms), and how much of that passed before the page's own listeners, in them, and after. What the
page itself costs whatever else the machine does is its main thread's processor time, a key at a
time. Needs Playwright and Debian's chromium.
"""

import argparse
import random
import re
import subprocess
import tempfile
import threading
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from mediahub.atomic import write_json, write_text
from mediahub.desk.wording import Changed, SegmentChangedError, segment_version
from mediahub.mediafile.process import binary
from mediahub.transcript import Chapter, Segment, Span, Transcript, Word
from mediahub.transcript.codec import chapters_to_json, dump, transcript_to_json
from mediahub.transcript.values import Speaker
from mediahub.web.staff import editing
from mediahub.web.staff.accounts import Accounts
from mediahub.web.staff.serving import StaffServer
from mediahub.workspace.peaks import PEAKS, Peaks, peaks_to_json
from mediahub.workspace.results import read_transcript

NAME, SECRET, ITEM = "mätaren", "ett långt ord att mäta med", "podden-lang"
EVERY_MS, WORDS = 4000, 10
SAID = [
    "alltid", "barnen", "behöver", "börja", "dagen", "efter", "familjen", "gamla", "hela",
    "hembesök", "igen", "kommunen", "lärare", "mycket", "några", "också", "orosanmälan", "pengar",
    "skolan", "socialtjänsten", "stöd", "tidigt", "tillsammans", "vi",
]  # fmt: skip
WIDE = {"width": 1280, "height": 900}
OBSERVE = """() => {
  window.took = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries())
      if (one.name === 'keydown') window.took.push([
        one.duration, one.processingStart - one.startTime, one.processingEnd - one.processingStart,
      ]);
  }).observe({ type: 'event', durationThreshold: 16, buffered: false });
  window.keys = 0;
  addEventListener('keydown', () => { window.keys += 1; }, true);
}"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
PARTS = {"ScriptDuration": "scripts", "LayoutDuration": "layout", "RecalcStyleDuration": "style"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=3)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "ws"
        segments = make(root, round(options.hours * 3_600_000))
        Accounts(root).add(NAME, "editor", SECRET)
        editing.correct_segment = corrected  # type: ignore[assignment]
        server = StaffServer(root, "127.0.0.1", 0)
        threading.Thread(target=server.run, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=options.chromium, args=["--no-sandbox"]
            )
            page = browser.new_page(viewport=WIDE, locale="sv-SE")
            measure(page, server.url, segments, options.keys)
            browser.close()
        server.stop()


def make(root: Path, length_ms: int) -> int:
    """A workspace with one made-up lecture; how many segments it has."""
    media, made = root / "media" / "podden", root / "transcripts" / ITEM
    media.mkdir(parents=True)
    made.mkdir(parents=True)
    (root / "mediahub.toml").write_text('[publisher]\nname = "Mätningen"\n', encoding="utf-8")
    source = "sine=frequency=300:duration=60:sample_rate=16000"
    command = [binary(), "-nostdin", "-v", "error", "-f", "lavfi", "-i", source]
    tone = root / "ton.mp3"
    subprocess.run(
        [*command, "-b:a", "16k", "-write_xing", "0", "-id3v2_version", "0", str(tone)], check=True
    )
    (media / "lang.mp3").write_bytes(tone.read_bytes() * (length_ms // 60_000))
    rng = random.Random(1)
    segments = tuple(
        Segment(f"S{at // EVERY_MS // 6 % 2}", _words(rng.choices(SAID, k=WORDS), at))
        for at in range(0, length_ms - EVERY_MS, EVERY_MS)
    )
    words = sum(len(one.words) for one in segments)
    speakers = (Speaker("S0", "Anna"), Speaker("S1", "Erik"))
    doubtful = tuple(sorted(rng.sample(range(words), words // 10)))
    _write(made, Transcript("sv", length_ms, segments, speakers, doubtful=doubtful))
    borders = [*range(0, length_ms, 600_000), length_ms]
    chapters = [Chapter(Span(*pair), f"Del {pair[0] // 600_000 + 1}") for pair in pairwise(borders)]
    write_text(made / "chapters.json", dump(chapters_to_json(chapters)))
    peaks = Peaks(bytes(rng.choices(range(256), k=length_ms // 100)))
    write_json(made / PEAKS, peaks_to_json(peaks))
    return len(segments)


def _words(said: list[str], at_ms: int) -> tuple[Word, ...]:
    each = (EVERY_MS - 500) // len(said)
    return tuple(
        Word(text, Span(at_ms + number * each, at_ms + (number + 1) * each))
        for number, text in enumerate(said)
    )


def _write(made: Path, transcript: Transcript) -> None:
    write_text(made / "transcript.json", dump(transcript_to_json(transcript)))


def corrected(
    root: Path, item_id: str, at_ms: int, version: str, text: str, **_by: object
) -> Changed:
    """What the desk makes of a correction, without a journal and all that follows from it."""
    made = root / "transcripts" / item_id
    before = read_transcript(made)
    now = list(before.segments)
    at = next(number for number, one in enumerate(now) if one.span.start_ms == at_ms)
    if segment_version(now[at]) != version:
        raise SegmentChangedError(item_id, at_ms, now[at])
    now[at] = replace(now[at], words=_words(text.split(), at_ms))
    after = replace(before, segments=tuple(now))
    _write(made, after)
    return Changed(after, "")


def measure(page: Page, site: str, segments: int, keys: int) -> None:
    page.goto(f"{site}logga-in")
    page.get_by_label("Namn").fill(NAME)
    page.get_by_label("Lösenord").fill(SECRET)
    page.get_by_role("button", name="Logga in").click()
    line = page.context.new_cdp_session(page)
    line.send("Performance.enable", {"timeDomain": "threadTicks"})
    before, made = metrics(line), time.process_time()
    began = time.perf_counter()
    answer = page.goto(f"{site}item/{ITEM}")
    assert answer is not None
    size = len(answer.body())
    page.locator("#folj-med").wait_for(timeout=60_000)
    page.evaluate(PAINTED)
    took, made = time.perf_counter() - began, time.process_time() - made
    now = metrics(line)
    print(
        f"{segments} segments, a page of {size / 1e6:.2f} MB, usable after {took:.2f} s; CPU: "
        f"{1000 * made:.0f} ms of the server and this program, {spent(before, now)}; "
        f"{now['Nodes']:.0f} nodes, {now['JSHeapUsedSize'] / 1e6:.1f} MB of script heap"
    )
    page.evaluate(OBSERVE)
    opened(page, segments // 2)
    own = [key(page, line, "") for _ in range(keys)]
    told(page, own, "no key at all: what measuring costs")
    typed(page, line, keys, "typing in a segment")
    page.evaluate(
        """() => {
          const player = document.querySelector('audio');
          const turn = document.activeElement.closest('.turn');
          player.muted = true;
          player.currentTime = Number(turn.dataset.from);
        }"""
    )
    page.keyboard.press("F8")
    page.wait_for_timeout(500)
    typed(page, line, keys, "the same, while it is played")
    page.keyboard.press("F8")
    own = []
    for _ in range(8):
        page.keyboard.press("x")
        own.append(key(page, line, "Control+Enter"))
        page.locator("#lage").get_by_text("Sparat.").wait_for(timeout=60_000)
        page.evaluate("document.getElementById('lage').textContent = ''")
    told(page, own, "a change saved, and on to the next segment")


def opened(page: Page, number: int) -> None:
    turn = page.locator(".turn").nth(number)
    turn.scroll_into_view_if_needed()
    turn.hover()
    turn.get_by_role("button", name=re.compile("^Ändra")).click()
    page.locator(".turn .writing").wait_for()
    page.wait_for_timeout(500)


def typed(page: Page, line: CDPSession, keys: int, name: str) -> None:
    page.evaluate("window.took.length = window.keys = 0")
    own = [key(page, line, "abcdefgh "[number % 9]) for number in range(keys)]
    told(page, own, name)


def key(page: Page, line: CDPSession, name: str) -> dict[str, float]:
    """Press a key, if any, and wait until all is painted; what the main thread spent, in ms."""
    before = metrics(line)
    if name:
        page.keyboard.press(name)
    page.evaluate(PAINTED)
    now = metrics(line)
    page.wait_for_timeout(20)
    return {one: 1000 * (now[one] - before[one]) for one in ("TaskDuration", *PARTS)}


def metrics(line: CDPSession) -> dict[str, float]:
    found: list[dict[str, Any]] = line.send("Performance.getMetrics")["metrics"]
    return {one["name"]: float(one["value"]) for one in found}


def spent(before: dict[str, float], now: dict[str, float]) -> str:
    parts = ", ".join(
        f"{1000 * (now[one] - before[one]):.0f} {words}" for one, words in PARTS.items()
    )
    return f"{1000 * (now['TaskDuration'] - before['TaskDuration']):.0f} ms of the page ({parts})"


def told(page: Page, own: list[dict[str, float]], name: str) -> None:
    page.wait_for_timeout(300)
    took: list[list[float]] = page.evaluate("window.took.splice(0)")
    keys: int = page.evaluate("(() => { const all = window.keys; window.keys = 0; return all; })()")
    # What was painted within 16 ms is not listed.
    ms = sorted([*(one[0] for one in took), *[8.0] * max(0, keys - len(took))]) or [0.0]
    waited, within = (late([one[part] for one in took] or [0]) for part in (1, 2))
    print(
        f"{name}: {keys} keys, painted after {middle(ms):.0f} ms in the middle, {late(ms):.0f} ms "
        f"at 95 %, {ms[-1]:.0f} ms at most (of those above 16 ms, at 95 %: {waited:.0f} ms before "
        f"the page's listeners, {within:.0f} ms in them)"
    )
    cpu = [one["TaskDuration"] for one in own]
    parts = ", ".join(f"{middle([one[key] for one in own]):.1f} {of}" for key, of in PARTS.items())
    print(
        f"  the page's own processor time a key: {middle(cpu):.1f} ms in the middle ({parts}), "
        f"{late(cpu):.1f} ms at 95 %, {max(cpu):.1f} ms at most"
    )


def middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def late(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


if __name__ == "__main__":
    main()
