// The editor: one segment at a time is a text field; the server makes the difference word by word.
// What could not be sent lies in an outbox in this browser until it is, or is taken back.
"use strict";

(() => {
  const say = window.mediahubSay;
  const place = document.querySelector(".transcript[data-edits]");
  if (!place) return;
  const base = place.dataset.base, player = document.querySelector(".player audio, .player video");
  const state = document.getElementById("lage");
  const OUTBOX = `utkorg:${base}`;
  let open = null, loop = null;

  const outbox = {
    read() { try { return JSON.parse(localStorage.getItem(OUTBOX) ?? "{}"); } catch { return {}; } },
    write(all) {
      try { if (Object.keys(all).length) localStorage.setItem(OUTBOX, JSON.stringify(all)); else localStorage.removeItem(OUTBOX); }
      catch { tell(say("Webbläsaren kan inte spara det du skriver om förbindelsen bryts.")); }
    },
    put(at, what) { const all = outbox.read(); all[at] = what; outbox.write(all); },
    take(at) { const all = outbox.read(); delete all[at]; outbox.write(all); },
  };
  const tell = (words) => { state.textContent = words; };
  // Saved; and what readers do not have yet, where that could not follow at once.
  const saved = (value, words = say("Sparat.")) => tell(value.sen ? `${words} ${value.sen}` : words);
  const turns = () => [...place.querySelectorAll(".turn")];
  // The next segment, in its own part or the one after it; of `known` alone, where that is given.
  const after = (turn, known) => {
    let next = turn.nextElementSibling;
    for (let part = turn.parentElement; !next && part; ) { part = part.nextElementSibling; next = part?.firstElementChild; }
    return next && known && !known.has(next.dataset.at) ? after(next, known) : next ?? null;
  };
  const remove = (turn) => {
    const part = turn.parentElement;
    turn.remove();
    if (!part.childElementCount && part.parentElement.childElementCount > 1) part.remove();
  };
  const pattern = turns()[0]?.cloneNode(true);
  const textOf = (turn) => turn.querySelector(".said").textContent.replace(/\s+/g, " ").trim();

  const token = document.querySelector("meta[name=token]");
  const send = async (at, path, body, version, again = true) => {
    const answer = await fetch(`${base}/segment/${at}${path}`, {
      method: "PUT",
      headers: { "content-type": "application/json", accept: "application/json", "if-match": `"${version}"`, "x-mediahub-token": token.content, "x-mediahub-mark": place.dataset.mark },
      body: JSON.stringify(body),
    });
    // Whoever has logged in anew in another tab has another token than this page.
    if (answer.status === 403 && again && await renewed()) return send(at, path, body, version, false);
    let value = {};
    try { value = await answer.json(); } catch { /* a proxy's page */ }
    return { status: answer.status, value };
  };

  const renewed = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(base)).text(), "text/html");
    const now = page.querySelector("meta[name=token]")?.content;
    if (!now || now === token.content) return false;
    token.content = now;
    return true;
  };

  // One segment's words may fall to two, and a name change all: what comes back is all that looks
  // otherwise than in the state this page shows; or everything, where the server forgot that state.
  const show = (value) => {
    if (value.borta) patch(value); else renew(value.segment);
    place.dataset.mark = value.marke;
    place.dataset.speakers = JSON.stringify(value.talare);
    document.dispatchEvent(new Event("avskrift"));  // for reading.js
  };
  const patch = (value) => {
    for (const at of value.borta) {
      const turn = document.getElementById(`s${at}`);
      if (turn && turn !== open?.turn) remove(turn);
    }
    for (const one of value.segment) {
      let turn = document.getElementById(`s${one.at}`);
      if (!turn) {
        turn = made(one.at);
        const last = document.getElementById(`s${one.efter}`);
        if (last) last.after(turn); else turns()[0].before(turn);
      }
      dress(turn, one);
    }
  };
  const made = (at) => {
    const turn = pattern.cloneNode(true);
    turn.querySelectorAll(".writing, .more-acts, .giving, .differ").forEach((one) => one.remove());
    turn.querySelector(".said").hidden = false;
    delete turn.dataset.version;
    turn.classList.remove("now");
    turn.id = `s${at}`;
    turn.dataset.at = at;
    turn.dataset.from = at / 1000;
    return turn;
  };
  const renew = (segments) => {
    const old = new Map(turns().map((turn) => [turn.dataset.at, turn])), now = new Set(segments.map((one) => String(one.at)));
    for (const [at, turn] of old) if (!now.has(at) && turn !== open?.turn) remove(turn);
    let last = null;
    for (const one of segments) {
      const turn = old.get(String(one.at)) ?? made(one.at);
      const same = turn.dataset.version === one.version && turn.dataset.speaker === one.speaker
        && Number(turn.dataset.to) === one.end / 1000 && turn.classList.contains("reviewed") === one.reviewed
        && turn.firstElementChild.hidden === !one.first;
      // Of three hours hardly anything has changed, and a thousand touched elements are felt.
      if (!same) dress(turn, one);
      if (!last && turns()[0] !== turn) turns()[0].before(turn);
      else if (last && after(last, now) !== turn) last.after(turn);
      last = turn;
    }
  };
  const dress = (turn, one) => {
    turn.dataset.to = one.end / 1000;
    turn.classList.toggle("reviewed", one.reviewed);
    const who = turn.querySelector(".who");
    who.hidden = !one.first;
    who.querySelector("strong").textContent = one.speaker;
    const link = who.querySelector("a");
    link.href = `#t=${one.at / 1000}`;
    link.dataset.t = one.at / 1000;
    link.textContent = one.clock;
    turn.querySelector(".edit").setAttribute("aria-label", say("Ändra {clock}", one));
    turn.querySelector(".more-said").setAttribute("aria-label", say("Mer om {clock}", one));
    turn.dataset.speaker = one.speaker;
    if (turn !== open?.turn && turn.dataset.version !== one.version) {
      turn.dataset.version = one.version;
      const said = turn.querySelector(".said");
      said.lang = one.language;
      said.replaceChildren();
      one.words.forEach(([text, doubt], number) => {
        if (number) said.append(" ");
        if (doubt) { const mark = document.createElement("u"); mark.textContent = text; said.append(mark); }
        else said.append(text);
      });
    }
  };

  const sending = new Set();  // a slow line must not have the same words sent twice
  const save = async (at, version, text) => {
    sending.add(String(at));
    try { return await sent(at, version, text); } finally { sending.delete(String(at)); }
  };
  const sent = async (at, version, text) => {
    outbox.put(at, { version, text, when: Date.now() });
    tell(say("Sparar …"));
    try {
      const { status, value } = await send(at, "", { text }, version);
      if (status === 200) { outbox.take(at); show(value); saved(value); return true; }
      if (status === 412 && value.nu === text) { outbox.take(at); await fresh(at); saved(value); return true; }
      if (status === 412) { differ(at, text, value.nu); return false; }
      if (status === 422) { await refused(at, text, value.fel); return false; }
      if (status === 401) tell(say("Du är inte inloggad längre. Det du skrev finns kvar här; logga in i en annan flik och spara igen."));
      else if (status === 403) tell(`${value.fel ?? say("Det går inte att spara.")} ${say("Det du skrev finns kvar här.")}`);
      else tell(`${value.fel ?? say("Det går inte att spara just nu.")} ${say("Det du skrev finns kvar här.")}`);
    } catch { tell(say("Ingen förbindelse. Det du skrev finns kvar här och sparas när den är tillbaka.")); }
    return false;
  };

  // The words cannot be taken as they are: what stands, what was written, and one's own choice.
  const refused = async (at, mine, why) => {
    const now = await fresh(at);
    differ(at, mine, now?.text ?? null, why ?? say("Det gick inte att spara."));
  };

  // Somebody else changed the same segment: both texts, and one's own choice. `why` is another
  // reason for which it was not saved: what was written can then be changed.
  const differ = (at, mine, theirs, why) => {
    const turn = document.getElementById(`s${at}`);
    const box = document.createElement("div");
    box.className = "differ";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = why ?? (theirs === null ? say("Stycket finns inte längre. Du skrev:") : say("Någon annan har ändrat här medan du skrev."));
    const two = document.createElement("dl");
    for (const [name, text] of [[say("Nu står"), theirs ?? "–"], [say("Du skrev"), mine]]) {
      const term = document.createElement("dt"), said = document.createElement("dd");
      term.textContent = name;
      said.textContent = text;
      two.append(term, said);
    }
    const keep = document.createElement("button"), take = document.createElement("button");
    keep.type = take.type = "button";
    keep.textContent = say("Behåll det som står");
    take.textContent = why ? say("Ändra det du skrev") : say("Skriv mitt i stället");
    take.hidden = theirs === null;
    keep.addEventListener("click", async () => { outbox.take(at); box.remove(); await fresh(at); });
    take.addEventListener("click", async () => {
      const now = await fresh(at);
      if (!now) return;
      box.remove();
      if (why) { outbox.take(at); edit(turn, mine); } else await save(at, now.version, mine);
    });
    box.append(words, two, keep, take);
    (turn ?? place).append(box);
    tell("");
    keep.focus();
  };

  const fresh = async (at) => {
    try {
      const answer = await fetch(`${base}/segment/${at}`, { headers: { accept: "application/json" } });
      if (!answer.ok) return null;
      const one = await answer.json();
      const turn = document.getElementById(`s${at}`);
      if (turn) { turn.dataset.version = one.version; turn.querySelector(".said").textContent = one.text; }
      return one;
    } catch { tell(say("Ingen förbindelse.")); return null; }
  };

  const close = async (keep) => {
    if (!open) return;
    const { turn, field, text } = open;
    const said = turn.querySelector(".said");
    open = null;
    loop = null;
    const now = field.innerText.replace(/\s+/g, " ").trim();  // while it stands there: it has no lines afterwards
    field.remove();
    said.hidden = false;
    if (keep && now !== text) {
      said.textContent = now;
      await save(turn.dataset.at, turn.dataset.version, now);
    }
  };

  const edit = async (turn, written) => {
    if (!turn || open?.turn === turn) return;
    close(true);
    const said = turn.querySelector(".said"), text = textOf(turn);
    // No <textarea>: for each that is put in, the browser's autofill looks through all 50,000 nodes.
    const field = document.createElement("div");
    field.className = "writing";
    try { field.contentEditable = "plaintext-only"; }
    catch { field.contentEditable = "true"; }  // Firefox before 136; only its text is read anyway
    field.setAttribute("role", "textbox");
    field.setAttribute("aria-multiline", "true");
    field.textContent = written ?? text;
    field.lang = said.lang;
    field.spellcheck = true;
    field.setAttribute("aria-label", say("Vad {name} säger", { name: turn.dataset.speaker }));
    said.after(field);
    said.hidden = true;
    open = { turn, field, text };
    field.focus();
    getSelection().collapse(field, 0);
    field.addEventListener("blur", () => { if (open?.field === field) close(true); });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); close(false); turn.querySelector(".edit").focus(); }
      if (event.key === "Enter") {
        event.preventDefault();
        const next = event.ctrlKey || event.metaKey ? after(turn) : null;
        close(true);
        if (next) edit(next); else turn.querySelector(".edit").focus();
      }
    });
  };

  const give = (turn) => {
    if (turn.querySelector(".giving")) return;
    const form = document.createElement("form");
    form.className = "giving row";
    const id = `vem-${turn.dataset.at}`;
    let seen = turn.dataset.speaker;  // what whoever writes has before them, whatever comes meanwhile
    const label = document.createElement("label"), name = document.createElement("input"), names = document.createElement("datalist");
    label.htmlFor = id;
    label.textContent = `${say("Talare")} `;
    name.id = id;
    name.required = true;
    name.value = turn.dataset.speaker;
    names.id = `${id}-namn`;
    name.setAttribute("list", names.id);
    for (const one of JSON.parse(place.dataset.speakers)) { const option = document.createElement("option"); option.value = one; names.append(option); }
    const reach = document.createElement("select");
    reach.setAttribute("aria-label", say("Gäller"));
    for (const [value, words] of [["here", say("bara här")], ["onwards", say("härifrån")], ["everywhere", say("överallt")]]) reach.append(new Option(words, value));
    const ok = document.createElement("button"), no = document.createElement("button");
    ok.textContent = say("Spara");
    no.type = "button";
    no.textContent = say("Avbryt");
    no.addEventListener("click", () => form.remove());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const { status, value } = await send(turn.dataset.at, "/talare", { talare: name.value, galler: reach.value, visat: seen }, turn.dataset.version);
        if (status === 200) { form.remove(); show(value); saved(value); }
        else {
          seen = value.heter ?? seen;
          tell(value.fel ?? say("Det gick inte att spara."));
        }
      } catch { tell(say("Ingen förbindelse. Försök igen.")); }
    });
    form.append(label, name, names, reach, ok, no);
    turn.append(form);
    name.focus();
    name.select();
  };

  place.addEventListener("click", (event) => { if (event.target.closest(".edit")) edit(event.target.closest(".turn")); });
  place.addEventListener("dblclick", (event) => { const said = event.target.closest(".said"); if (said) edit(said.closest(".turn")); });

  window.mediahubEditor = { tell, saved, show, give, after, writing: () => open?.turn ?? null };  // for segment.js and beside.js

  const playing = () => turns().find((turn) => Number(turn.dataset.from) <= player.currentTime && player.currentTime < Number(turn.dataset.to));
  let doubt = -1;
  addEventListener("keydown", (event) => {
    const keys = {
      F1: () => { player.currentTime -= 2; }, F2: () => { player.currentTime += 2; },
      F3: () => { player.playbackRate = Math.max(0.5, player.playbackRate - 0.25); }, F4: () => { player.playbackRate = Math.min(2, player.playbackRate + 0.25); },
      F7: () => { loop = loop ? null : open?.turn ?? playing() ?? null; if (loop) { player.currentTime = Number(loop.dataset.from); player.play(); } tell(loop ? say("Stycket spelas om och om igen.") : ""); },
      F8: () => (player.paused ? player.play() : player.pause()),
    };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.("input, textarea, select, [contenteditable]")) return;
    if (event.key === "e") { event.preventDefault(); edit(playing() ?? turns()[0]); }
    if (event.key === "n") {
      const all = [...place.querySelectorAll(".said u")];
      if (!all.length) { tell(say("Inga osäkra ord.")); return; }
      doubt = (doubt + 1) % all.length;
      const turn = all[doubt].closest(".turn");
      turn.scrollIntoView({ block: "center" });
      player.currentTime = Number(turn.dataset.from);
      turn.querySelector(".edit").focus();
      tell(say("Osäkert ord {number} av {all}: {word}", { number: doubt + 1, all: all.length, word: all[doubt].textContent }));
    }
  });
  player.addEventListener("timeupdate", () => { if (loop && player.currentTime >= Number(loop.dataset.to)) player.currentTime = Number(loop.dataset.from); });

  const help = document.getElementById("hjalp"), card = document.getElementById("tangenter");
  help?.addEventListener("click", () => card.showModal());

  // What was not sent is sent when the line is back; whoever leaves meanwhile is asked.
  let flushing = false;
  const flush = async () => {
    if (flushing) return;
    flushing = true;
    try { await flushed(); } finally { flushing = false; }
  };
  const flushed = async () => {
    for (const [at, one] of Object.entries(outbox.read())) {
      if (sending.has(at)) continue;
      const turn = document.getElementById(`s${at}`);
      if (turn && textOf(turn) === one.text && turn.dataset.version !== one.version) { outbox.take(at); continue; }
      if (!(await save(at, one.version, one.text)) && !navigator.onLine) break;
    }
  };
  addEventListener("online", flush);
  setInterval(() => { if (Object.keys(outbox.read()).length && !document.querySelector(".differ")) flush(); }, 10_000);
  addEventListener("beforeunload", (event) => { if (open || Object.keys(outbox.read()).length) event.preventDefault(); });
  flush();
})();
