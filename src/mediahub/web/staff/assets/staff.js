// What every page of the staff site does: keys of the search, hits that play in place, a run followed.
"use strict";

// The words in the page's language: they are written in Swedish, and words-en.js has the English.
window.mediahubSay = (words, values = {}) => (window.mediahubWords?.[words] ?? words).replace(/\{(\w+)\}/g, (_, name) => values[name]);

(() => {
  const typing = (element) => element.matches?.("input, textarea, select, [contenteditable]");
  const box = document.getElementById("q");
  const hits = [...document.querySelectorAll(".hit")];
  let at = -1, sounding = null;

  const go = (to) => {
    at = Math.max(0, Math.min(hits.length - 1, to));
    hits[at]?.focus();
  };
  const hear = (button) => {
    const hit = button.closest(".hit");
    const same = sounding && sounding.parentElement === hit;
    if (same) {
      if (sounding.paused) sounding.play(); else sounding.pause();
      return;
    }
    sounding?.remove();
    sounding = document.createElement("film" in button.dataset ? "video" : "audio");
    sounding.controls = true;
    sounding.src = `${button.dataset.media}#t=${button.dataset.at}`;
    hit.append(sounding);
    sounding.addEventListener("loadedmetadata", () => { sounding.currentTime = Number(button.dataset.at); }, { once: true });
    sounding.play().catch(() => {});
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.hear");
    if (button) hear(button);
    const tick = event.target.closest("button[data-tick]");
    for (const box of tick?.form.querySelectorAll("input[type=checkbox]") ?? []) box.checked = tick.dataset.tick === "all";
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && box && !typing(event.target)) { event.preventDefault(); box.focus(); box.select(); return; }
    const question = document.activeElement?.closest("[data-question]");
    if (question && !typing(event.target) && /^[123]$/.test(event.key)) {
      event.preventDefault();
      if (event.key === "3") question.querySelector("input[name=ord]").focus();
      else question.querySelector(`button[value=${event.key === "1" ? "keep" : "new"}]`).click();
      return;
    }
    if (!hits.length || (typing(event.target) && event.target !== box)) return;
    if (event.key === "ArrowDown") { event.preventDefault(); go(at + 1); }
    else if (event.key === "ArrowUp" && event.target !== box) { event.preventDefault(); if (at <= 0 && box) { at = -1; box.focus(); } else go(at - 1); }
    else if (event.key === " " && document.activeElement?.matches(".hit")) {
      const button = document.activeElement.querySelector("button.hear");
      if (button) { event.preventDefault(); hear(button); }
    } else if (event.key === "Enter" && document.activeElement?.matches(".hit")) document.activeElement.querySelector("a")?.click();
  });

  if (hits[0]?.matches("[data-question]")) go(0);  // the next question is at hand when one is answered

  if (document.getElementById("jamfor-pagar")) setTimeout(() => location.reload(), 4000);

  const work = document.getElementById("arbetar");
  if (work) {
    const list = document.getElementById("pagar");
    let was = !work.hidden;
    const told = new EventSource("/korning/lage");
    told.addEventListener("message", (event) => {
      const now = JSON.parse(event.data);
      if (was && !now) { told.close(); location.reload(); return; }
      if (!was && now) for (const one of document.querySelectorAll("form[action='/korning/start'] button")) one.remove();
      was = Boolean(now);
      work.hidden = !now;
      list.replaceChildren(...(now?.rader ?? []).map((line) => {
        const item = document.createElement("li");
        item.textContent = line;
        return item;
      }));
      document.getElementById("kvar").textContent = now?.kvar ?? "";
    });
    told.addEventListener("utloggad", () => { told.close(); location.reload(); });
    addEventListener("pagehide", () => told.close());
  }
})();
