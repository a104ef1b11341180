// Reading a transcript: a word is played from by a click, some voices alone are shown, terms are explained.
"use strict";

(() => {
  const place = document.querySelector(".transcript"), player = document.querySelector(".player audio, .player video");
  if (!place || !player) return;

  // ---- Whose words are shown ------------------------------------------------------------------
  const boxes = [...document.querySelectorAll(".voices input")];
  const filter = () => {
    const names = new Set(boxes.map((box) => box.value)), shown = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    for (const turn of place.querySelectorAll(".turn"))
      turn.classList.toggle("unchosen", names.has(turn.dataset.speaker) && !shown.has(turn.dataset.speaker));
  };
  for (const box of boxes) {
    box.checked = true;  // what a browser kept from before a reload
    box.addEventListener("change", filter);
  }
  document.addEventListener("avskrift", () => { times = null; if (boxes.some((box) => !box.checked)) filter(); });

  // ---- A word, and its second -----------------------------------------------------------------
  let times = null;
  const known = async () => {
    if (!times) {
      const answer = await fetch(`${place.dataset.base}/tider`, { headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      times = (await answer.json()).tider;
    }
    return times;
  };
  const under = (event) => {
    if (document.caretPositionFromPoint) {
      const at = document.caretPositionFromPoint(event.clientX, event.clientY);
      return at && [at.offsetNode, at.offset];
    }
    const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
    return range && [range.startContainer, range.startOffset];
  };
  place.addEventListener("click", async (event) => {
    const said = event.target.closest(".said"), turn = said?.closest(".turn");
    if (!said || event.detail > 1 || event.target.closest("a, button") || !getSelection().isCollapsed) return;
    const found = under(event);
    if (!found || !said.contains(found[0])) return;
    const before = document.createRange();
    before.setStart(said, 0);
    before.setEnd(found[0], found[1]);
    const text = before.toString(), count = text.split(/\s+/).filter(Boolean).length;
    const number = Math.max(0, count - (/\S$/.test(text) ? 1 : 0));
    try {
      const all = (await known())[turn.dataset.at];
      const ms = all?.[Math.min(number, all.length - 1)];
      if (ms !== undefined) player.currentTime = ms / 1000;
    } catch { player.currentTime = Number(turn.dataset.from); }
  });

  // ---- Terms ----------------------------------------------------------------------------------
  const card = document.getElementById("forklaring");
  place.addEventListener("click", (event) => {
    const term = event.target.closest("a.term");
    if (!term || !card.showPopover || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const word = document.querySelector(term.getAttribute("href"))?.textContent ?? "", name = document.createElement("strong");
    name.textContent = word;
    card.replaceChildren(name, ` ${term.title}`);
    card.showPopover();
    const box = term.getBoundingClientRect();
    card.style.top = `${box.bottom + 6}px`;
    card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - card.offsetWidth - 8))}px`;
  });
})();
