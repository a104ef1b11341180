// Quoting: what is marked in the transcript, rounded out to whole words, as the server has them.
"use strict";

(() => {
  const say = window.mediahubSay;
  const place = document.querySelector(".transcript[data-quotes]"), offer = document.getElementById("citera"), row = document.getElementById("markt");
  const card = document.getElementById("citat"), told = document.getElementById("citat-sagt");
  const sound = document.getElementById("citat-ljud");
  if (!place || !offer) return;
  const words = (text) => text.split(/\s+/).filter(Boolean).length;

  // Which word of its segment an end of the selection is in: counted in the text before it.
  const named = (node, offset, last) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const said = element.closest?.(".said");
    if (!said || !place.contains(said)) return null;
    const before = document.createRange();
    before.setStart(said, 0);
    before.setEnd(node, offset);
    const text = before.toString(), all = words(said.textContent), inside = /\S$/.test(text);
    const rest = said.textContent.slice(text.length);
    const number = last ? words(text) - 1 : words(text) - (inside && /^\S/.test(rest) ? 1 : 0);
    return `${said.closest(".turn").dataset.at}.${Math.max(0, Math.min(all - 1, number))}`;
  };
  const marked = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !selection.toString().trim()) return null;
    const range = selection.getRangeAt(0), touched = [...place.querySelectorAll(".said")].filter((said) => !said.hidden && range.intersectsNode(said));
    if (!touched.length) return null;
    const first = named(range.startContainer, range.startOffset, false) ?? named(touched[0], 0, false);
    const end = touched.at(-1);
    const last = named(range.endContainer, range.endOffset, true) ?? named(end, end.childNodes.length, true);
    return first && last ? { first, last, box: range.getBoundingClientRect() } : null;
  };
  document.addEventListener("selectionchange", () => {
    if (row.contains(document.activeElement)) return;
    const now = marked();
    row.hidden = !now;
    if (!now) return;
    row.style.top = `${Math.max(0, scrollY + now.box.bottom + 6)}px`;
    row.style.left = `${Math.max(8, Math.min(now.box.left, innerWidth - row.offsetWidth - 8))}px`;
  });
  row.addEventListener("pointerdown", (event) => event.preventDefault());  // which would unmark the words
  offer.addEventListener("click", async () => {
    const now = marked();
    if (!now) return;
    told.textContent = "";
    sound.href = `${place.dataset.base}/klipp?fran=${now.first}&till=${now.last}`;
    try {
      const answer = await fetch(`${place.dataset.base}/citat?fran=${now.first}&till=${now.last}`, { headers: { accept: "application/json" } });
      const value = await answer.json();
      for (const field of card.querySelectorAll("[data-form]")) field.value = value[field.dataset.form] ?? "";
      if (!answer.ok) told.textContent = value.fel ?? say("Det gick inte.");
    } catch { told.textContent = say("Ingen förbindelse."); }
    row.hidden = true;
    card.showModal();
  });
  document.getElementById("granska")?.addEventListener("click", async () => {
    const now = marked(), editor = window.mediahubEditor;
    if (!now || !editor) return;
    try {
      const answer = await fetch(`${place.dataset.base}/granskat/ord`, {
        method: "POST", headers: { "content-type": "application/json", accept: "application/json", "x-mediahub-token": document.querySelector("meta[name=token]").content, "x-mediahub-mark": place.dataset.mark },
        body: JSON.stringify({ fran: now.first, till: now.last }),
      });
      const value = await answer.json();
      if (answer.ok) { editor.show(value); getSelection().removeAllRanges(); row.hidden = true; }
      if (answer.ok) editor.saved(value, say("Det markerade är granskat."));
      else editor.tell(value.fel ?? say("Det gick inte."));
    } catch { editor.tell(say("Ingen förbindelse. Försök igen.")); }
  });
  card.addEventListener("click", async (event) => {
    const form = event.target.dataset?.copy;
    if (!form) return;
    const field = document.getElementById(`citat-${form}`);
    field.select();
    try { await navigator.clipboard.writeText(field.value); told.textContent = say("Kopierat."); }
    catch { told.textContent = say("Markerat: kopiera med Ctrl+C."); }
  });
})();
