// What is done with a segment as a whole, behind its button "Mer": speaker, split, join, reviewed, withheld.
"use strict";

(() => {
  const say = window.mediahubSay;
  const place = document.querySelector(".transcript[data-edits]"), editor = window.mediahubEditor;
  if (!place || !editor) return;
  const { tell, show, give, after } = editor, base = place.dataset.base;
  const make = (tag, words, name) => {
    const element = document.createElement(tag);
    if (words) element.textContent = words;
    if (name) element.className = name;
    if (tag === "button") element.type = "button";
    return element;
  };

  const act = async (turn, body) => {
    try {
      const answer = await fetch(`${base}/segment/${turn.dataset.at}/gor`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json", "if-match": `"${turn.dataset.version}"`, "x-mediahub-token": document.querySelector("meta[name=token]").content, "x-mediahub-mark": place.dataset.mark },
        body: JSON.stringify(body),
      });
      const value = await answer.json();
      if (!answer.ok) { tell(answer.status === 412 ? say("Någon annan har ändrat här. Ladda om sidan och se efter.") : value.fel ?? say("Det gick inte.")); return; }
      close(turn);
      show(value);
      editor.saved(value);
      turn.querySelector(".more-said")?.focus();
    } catch { tell(say("Ingen förbindelse. Försök igen.")); }
  };

  const close = (turn) => {
    turn.querySelector(".more-acts")?.remove();
    turn.querySelector(".more-said").setAttribute("aria-expanded", "false");
  };

  // Each word but the first is a button: the new segment begins there.
  const split = (turn, row) => {
    const words = turn.querySelector(".said").textContent.split(/\s+/).filter(Boolean);
    if (words.length < 2) { tell(say("Ett enda ord kan inte delas.")); return; }
    row.replaceChildren(make("span", say("Nytt stycke från ordet:")));
    words.forEach((word, number) => {
      if (!number) return;
      const one = make("button", word);
      one.setAttribute("aria-label", say("Nytt stycke från {word}", { word }));
      one.addEventListener("click", () => act(turn, { vad: "dela", ord: number }));
      row.append(one);
    });
    row.querySelector("button").focus();
  };

  const withhold = (turn, row) => {
    const form = make("form", "", "giving row"), why = make("input"), label = make("label", `${say("Varför")} `);
    const sound = make("input"), also = make("label", ` ${say("också i ljudet")}`);
    const ok = make("button", say("Undanhåll"));
    why.required = true;
    why.maxLength = 500;
    label.append(why);
    sound.type = "checkbox";
    also.prepend(sound);
    ok.type = "submit";
    form.append(make("p", say("Stycket försvinner ur avskrift, textning, sökning och sidor. Historik tar det tillbaka.")), label, also, ok);
    form.addEventListener("submit", (event) => { event.preventDefault(); act(turn, { vad: "undanhall", varfor: why.value, ljud: sound.checked }); });
    row.replaceChildren(form);
    why.focus();
  };

  const open = (turn) => {
    const row = make("div", "", "more-acts"), next = after(turn);
    const add = (words, does) => { const one = make("button", words); one.addEventListener("click", does); row.append(one); };
    add(say("Byt talare"), () => { close(turn); give(turn); });
    add(say("Dela"), () => split(turn, row));
    if (next && next.dataset.speaker === turn.dataset.speaker) add(say("Slå ihop med nästa"), () => act(turn, { vad: "slahop" }));
    if (!turn.matches(".reviewed")) add(say("Granskat"), () => act(turn, { vad: "granska" }));
    add(say("Undanhåll"), () => withhold(turn, row));
    row.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { close(turn); turn.querySelector(".more-said").focus(); }
    });
    turn.append(row);
    turn.querySelector(".more-said").setAttribute("aria-expanded", "true");
    row.querySelector("button").focus();
  };

  place.addEventListener("click", (event) => {
    const button = event.target.closest(".more-said");
    if (!button) return;
    const turn = button.closest(".turn");
    if (turn.querySelector(".more-acts")) close(turn); else open(turn);
  });

  const chapter = document.querySelector(".chapter-edit"), time = document.getElementById("kapitel-tid");
  const player = document.querySelector(".player audio, .player video");
  chapter?.addEventListener("toggle", () => {
    const at = Math.floor(player.currentTime);
    if (chapter.open && at) time.value = `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}`;
  });
})();
