"""How quick the editor is in a lecture of three hours: from a key to the screen, in Chromium.

    python benchmarks/editor.py --hours 3 --keys 200

A recording is made up (a tone, with captions of a sentence every four seconds), taken in by a real
run and served by the staff site. The browser tells itself, by its Event Timing, how long each key
took until the screen was painted after it (in steps of 8 ms); told are typing in a segment in the
middle, and going from one segment to the next. Needs Playwright and Debian's chromium.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from mediahub.mediafile.process import binary
from mediahub.web.staff.accounts import Accounts
from mediahub.web.staff.serving import StaffServer

NAME, WORDS = "mätaren", "ett långt ord att mäta med"
EVERY_S = 4
SAID = [
    "alltid", "barnen", "behöver", "börja", "dagen", "efter", "familjen", "gamla", "hela",
    "hembesök", "igen", "kommunen", "lärare", "mycket", "några", "också", "orosanmälan", "pengar",
    "skolan", "socialtjänsten", "stöd", "tidigt", "tillsammans", "vi",
]  # fmt: skip
OBSERVE = """() => {
  window.took = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries())
      if (one.name === 'keydown') window.took.push(one.duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: false });
  window.keys = 0;
  addEventListener('keydown', () => { window.keys += 1; }, true);
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=3)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "ws"
        segments = make(root, round(options.hours * 3600))
        command = [sys.executable, "-m", "mediahub", "-C", str(root), "run"]
        subprocess.run(command, check=True, capture_output=True)
        Accounts(root).add(NAME, "editor", WORDS)
        server = StaffServer(root, "127.0.0.1", 0)
        threading.Thread(target=server.run, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=options.chromium, args=["--no-sandbox"]
            )
            measure(browser.new_page(), server.url, segments, options.keys)
            browser.close()
        server.stop()


def make(root: Path, seconds: int) -> int:
    """A workspace with one made-up lecture; how many sentences it has."""
    media = root / "media" / "podden"
    media.mkdir(parents=True)
    source = f"sine=frequency=300:duration={seconds}:sample_rate=16000"
    command = [binary(), "-nostdin", "-v", "error", "-f", "lavfi", "-i", source]
    subprocess.run([*command, "-b:a", "16k", str(media / "lang.mp3")], check=True)
    rng = random.Random(1)
    cues = ["WEBVTT\n"]
    for number, at in enumerate(range(0, seconds - EVERY_S, EVERY_S)):
        words = " ".join(rng.choices(SAID, k=10)).capitalize()
        who = "Anna" if number // 6 % 2 else "Erik"
        cues.append(f"{clock(at)} --> {clock(at + EVERY_S - 0.5)}\n<v {who}>{words}.\n")
    (media / "lang.vtt").write_text("\n".join(cues), encoding="utf-8")
    return len(cues) - 1


def clock(seconds: float) -> str:
    return f"{int(seconds // 3600):02}:{int(seconds // 60 % 60):02}:{seconds % 60:06.3f}"


def measure(page: Page, site: str, segments: int, keys: int) -> None:
    page.goto(f"{site}logga-in")
    page.get_by_label("Namn").fill(NAME)
    page.get_by_label("Lösenord").fill(WORDS)
    page.get_by_role("button", name="Logga in").click()
    began = time.perf_counter()
    answer = page.goto(f"{site}item/podden-lang")
    assert answer is not None
    size = len(answer.body())
    page.locator("#folj-med").wait_for(timeout=60_000)
    took = time.perf_counter() - began
    print(f"{segments} segments, a page of {size / 1e6:.1f} MB, ready after {took:.1f} s")
    page.evaluate(OBSERVE)
    turn = page.locator(".turn").nth(segments // 2)
    turn.scroll_into_view_if_needed()
    turn.hover()
    turn.get_by_role("button", name=re.compile("^Ändra")).click()
    page.locator(".turn textarea").wait_for()
    for number in range(keys):
        page.keyboard.press("abcdefgh "[number % 9])
        page.wait_for_timeout(20)
    told(page, "typing")
    for _ in range(10):
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(100)
    told(page, "on to the next segment")
    page.keyboard.press("Escape")
    page.locator("#lage").get_by_text("Sparat.").wait_for(timeout=120_000)
    began = time.perf_counter()
    turn.hover()
    turn.get_by_role("button", name=re.compile("^Ändra")).click()
    page.keyboard.type("x")
    page.evaluate("document.getElementById('lage').textContent = ''")
    page.keyboard.press("Enter")
    page.locator("#lage").get_by_text("Sparat.").wait_for(timeout=120_000)
    print(f"a segment corrected, saved and shown: {time.perf_counter() - began:.1f} s")


def told(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    took: list[float] = page.evaluate("window.took.splice(0)")
    keys: int = page.evaluate("(() => { const all = window.keys; window.keys = 0; return all; })()")
    # What was painted within 16 ms is not listed.
    ms = sorted([*took, *[8.0] * max(0, keys - len(took))])
    late = ms[min(len(ms) - 1, round(0.95 * len(ms)))]
    print(
        f"{name}: {keys} keys, {ms[len(ms) // 2]:.0f} ms in the middle, {late:.0f} ms at 95 %, "
        f"{ms[-1]:.0f} ms at most"
    )


if __name__ == "__main__":
    main()
