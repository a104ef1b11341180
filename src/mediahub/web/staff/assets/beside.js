// Editors beside each other: where one is told to the others, and their changes come without a reload.
"use strict";

(() => {
  const say = window.mediahubSay;
  const place = document.querySelector(".transcript[data-edits]"), editor = window.mediahubEditor;
  const told = document.getElementById("andra");
  if (!place || !editor || !told) return;
  const base = place.dataset.base, page = Math.random().toString(36).slice(2) + Date.now().toString(36);
  const EVERY = 10_000;
  let waiting = 0, late = document.getElementById("lage").textContent;

  const clockOf = (turn) => turn?.querySelector(".clock")?.textContent ?? "";
  const show = (others) => {
    for (const turn of place.querySelectorAll(".turn[data-writes]")) delete turn.dataset.writes;
    for (const one of others) {
      const turn = one.at === null ? null : document.getElementById(`s${one.at}`);
      if (turn) turn.dataset.writes = say("{namn} skriver här", one);
    }
    const words = others.map((one) => (one.at === null ? one.namn : `${one.namn} (${clockOf(document.getElementById(`s${one.at}`)) || say("skriver")})`));
    const text = words.length ? say("Här är också {names}.", { names: words.join(", ") }) : "";
    if (told.textContent !== text) told.textContent = text;
  };
  const refresh = async () => {
    const answer = await fetch(`${base}/stycken`, { headers: { accept: "application/json", "x-mediahub-mark": place.dataset.mark } });
    if (answer.ok) editor.show(await answer.json());
  };
  const tell = async () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, EVERY);
    if (document.hidden) return;
    const turn = editor.writing();
    try {
      const answer = await fetch(`${base}/narvaro`, {
        method: "POST", headers: { "content-type": "application/json", accept: "application/json", "x-mediahub-token": document.querySelector("meta[name=token]").content },
        body: JSON.stringify({ sida: page, at: turn ? Number(turn.dataset.at) : null }),
      });
      if (!answer.ok) return;
      const value = await answer.json();
      // What one is at oneself is answered to that; while something is open or unsent, nothing moves.
      const busy = document.querySelector(".differ, .more-acts, .giving") || !getSelection().isCollapsed;
      if (value.marke !== place.dataset.mark && !busy) await refresh();
      show(value.andra);
      if (value.sen !== late) { late = value.sen; editor.tell(late); }
    } catch { /* no line: told when something is sent */ }
  };
  place.addEventListener("focusin", (event) => { if (event.target.matches(".writing")) tell(); });
  place.addEventListener("focusout", (event) => { if (event.target.matches(".writing")) setTimeout(tell, 500); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tell(); });
  tell();
})();
