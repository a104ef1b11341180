// The player: our own controls over the browser's <audio> or <video>, which works without them too.
"use strict";

(() => {
  // Swedish, but for a page that has the words in another language.
  const say = window.mediahubSay ?? ((words, values = {}) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]));
  const player = document.querySelector(".player audio, .player video");
  if (!player) return;
  const frame = player.closest(".player");
  const film = player.matches("video");
  const STEP = 15, SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2], SIZES = ["liten", "vanlig", "stor"];

  const kept = {
    get(name, other) { try { return localStorage.getItem(`spelare-${name}`) ?? other; } catch { return other; } },
    set(name, value) { try { localStorage.setItem(`spelare-${name}`, value); } catch { /* a private window keeps nothing */ } },
  };

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };
  const icon = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };
  const ICONS = {
    play: "M7 4.5v15l13-7.5z", pause: "M6 4.5h4.5v15H6zM13.5 4.5H18v15h-4.5z",
    back: "M12 5V1.5L6.5 6 12 10.5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
    ahead: "M12 5V1.5L17.500 6 12 10.500V7a6 6 0 1 0 6 6h2a8 8 0 1 1-8-8z",
    loud: "M4 9v6h4l5 4.500v-15L8 9zM15.500 8.500v7a4 4 0 0 0 0-7zM15.500 4.500v2a6 6 0 0 1 0 11v2a8 8 0 0 0 0-15z",
    mute: "M4 9v6h4l5 4.500v-15L8 9zM21 9.400 19.600 8 17.500 10.100 15.400 8 14 9.400l2.100 2.100L14 13.600 15.400 15l2.100-2.100 2.100 2.100 1.400-1.400-2.100-2.100z",
    whole: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
  };
  const button = (name, words, shape, act) => make("button", { type: "button", class: name, "aria-label": words, title: words, onclick: act }, shape ? icon(shape) : words);
  const redraw = (element, words, shape) => {
    element.setAttribute("aria-label", words);
    element.title = words;
    element.replaceChildren(icon(shape));
  };

  const clock = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds || 0));
    const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  };

  // What is on when: the parts of the page that belong to a stretch of the recording.
  const stretches = [...document.querySelectorAll("[data-from]")].map((element) => ({
    element, from: Number(element.dataset.from), to: Number(element.dataset.to),
  }));
  const chapters = stretches.filter((one) => one.element.matches(".chapters li"))
    .map((one) => ({ ...one, title: one.element.querySelector(".name").textContent }));
  const turns = stretches.filter((one) => one.element.matches(".turn"));
  let before = "";
  for (const turn of turns) {
    turn.who = turn.element.querySelector(".who strong")?.textContent ?? before;
    before = turn.who;
  }
  const voices = [...new Set(turns.map((turn) => turn.who).filter(Boolean))];
  const colour = (name) => `voice-${voices.indexOf(name) % 8}`;
  if (voices.length > 1)
    for (const turn of turns) turn.element.querySelector(".who strong")?.classList.add("voice", colour(turn.who));

  const length = () => (Number.isFinite(player.duration) ? player.duration : Math.max(0, ...stretches.map((one) => one.to)));

  const seek = (seconds, play) => {
    const to = Math.max(0, Math.min(seconds, length() || seconds));
    const move = () => { player.currentTime = to; };
    if (player.readyState > 0) move();
    else { player.addEventListener("loadedmetadata", move, { once: true }); player.preload = "metadata"; if (player.networkState === 0) player.load(); }
    if (play) player.play().catch(() => {});
  };

  // ---- The controls -------------------------------------------------------------------------
  const line = make("input", { type: "range", min: 0, max: 1000, value: 0, step: 1, class: "line", "aria-label": say("Plats i inspelningen") });
  const track = make("div", { class: "track", "aria-hidden": "true" });
  const strip = make("div", { class: "strip", "aria-hidden": "true" });
  const told = make("span"), still = make("span", { class: "glimpse", hidden: true });
  const tip = make("div", { class: "tip", hidden: true, "aria-hidden": "true" }, still, told);
  // One file holds all stills of the film; it is fetched when somebody first looks for a place.
  const stills = player.dataset.stills && {
    every: Number(player.dataset.every), count: Number(player.dataset.count), columns: Number(player.dataset.columns),
    cell: player.dataset.cell.split("x").map(Number),
  };
  const play = button("play", say("Spela"), ICONS.play, () => (player.paused ? player.play().catch(() => {}) : player.pause()));
  const back = button("back", say("{n} sekunder bakåt", { n: STEP }), ICONS.back, () => seek(player.currentTime - STEP));
  const ahead = button("ahead", say("{n} sekunder framåt", { n: STEP }), ICONS.ahead, () => seek(player.currentTime + STEP));
  const time = make("span", { class: "time" }, "0:00");
  const where = make("span", { class: "where" });
  const speed = make("select", { class: "speed", "aria-label": say("Hastighet"), title: say("Hastighet"), onchange: () => { player.playbackRate = Number(speed.value); kept.set("hastighet", speed.value); } },
    ...SPEEDS.map((one) => make("option", { value: one }, `${one.toLocaleString(document.documentElement.lang)}×`)));
  const mute = button("mute", say("Stäng av ljudet"), ICONS.loud, () => { player.muted = !player.muted; });
  const volume = make("input", { type: "range", min: 0, max: 1, step: 0.05, value: 1, class: "volume", "aria-label": say("Ljudstyrka"), oninput: () => { player.volume = Number(volume.value); player.muted = false; } });
  const captions = button("captions", say("Textning"), null, () => show(tracks()[0]?.mode !== "showing"));
  const size = button("size", say("Textens storlek"), null, () => resize(SIZES[(SIZES.indexOf(kept.get("storlek", "vanlig")) + 1) % SIZES.length]));
  const link = button("share", say("Kopiera länk hit"), null, copy);
  const whole = button("whole", say("Helskärm"), ICONS.whole, () => (document.fullscreenElement ? document.exitFullscreen() : frame.requestFullscreen?.().catch(() => {})));
  const said = make("span", { class: "told", role: "status" });
  back.append(make("span", { "aria-hidden": "true" }, String(STEP)));
  ahead.append(make("span", { "aria-hidden": "true" }, String(STEP)));
  size.replaceChildren("Aa");

  const tracks = () => [...player.textTracks].filter((one) => one.kind === "captions" || one.kind === "subtitles");
  function show(on) {
    for (const one of tracks()) one.mode = on ? "showing" : "hidden";
    captions.setAttribute("aria-pressed", String(on));
    kept.set("textning", on ? "ja" : "nej");
  }
  function resize(name) {
    for (const one of SIZES) player.classList.toggle(`cue-${one}`, one === name);
    size.title = say("Textens storlek: {name}", { name: { liten: say("liten"), vanlig: say("vanlig"), stor: say("stor") }[name] });
    size.setAttribute("aria-label", size.title);
    kept.set("storlek", name);
  }
  async function copy() {
    // A player in another's page leads to its own.
    const own = document.querySelector(".embedded h1 a")?.href ?? location.href;
    const address = `${own.split("#")[0]}#t=${Math.floor(player.currentTime)}`;
    history.replaceState(null, "", `#t=${Math.floor(player.currentTime)}`);
    try { await navigator.clipboard.writeText(address); said.textContent = say("Länken till {clock} är kopierad.", { clock: clock(player.currentTime) }); }
    catch { said.textContent = say("Länken står i adressfältet."); }
  }

  const controls = make("div", { class: "controls" },
    make("div", { class: "timeline" }, track, strip, line, tip),
    make("div", { class: "buttons" }, play, back, ahead, time, where, make("span", { class: "rest" },
      speed, ...(film ? [captions, size] : []), link, mute, volume, ...(film && frame.requestFullscreen ? [whole] : [])), said));
  player.removeAttribute("controls");
  player.after(controls);
  frame.classList.add("own");
  if (film) player.addEventListener("click", () => play.click());

  // ---- What the controls show ---------------------------------------------------------------
  const laid = (parent, parts, name) => parent.replaceChildren(...parts.map((one) => {
    const part = make("span", { class: name(one) });
    part.style.flexGrow = String(Math.max(0.001, one.to - one.from));
    return part;
  }));
  const filled = (parts) => {
    const all = [];
    let at = 0;
    for (const one of parts) {
      if (one.from > at + 0.5) all.push({ from: at, to: one.from, gap: true });
      all.push(one);
      at = Math.max(at, one.to);
    }
    if (length() > at + 0.5) all.push({ from: at, to: length(), gap: true });
    return all;
  };
  const draw = () => {
    laid(track, filled(chapters), (one) => (one.gap ? "gap" : "chapter"));
    if (voices.length > 1) laid(strip, filled(turns), (one) => (one.gap || !one.who ? "gap" : colour(one.who)));
    strip.hidden = voices.length < 2;
    tell();
  };
  const chapterAt = (seconds) => chapters.find((one) => one.from <= seconds && seconds < one.to);
  const tell = () => {
    const now = player.currentTime, all = length();
    if (!line.matches(":active")) line.value = all ? String(Math.round((now / all) * 1000)) : "0";
    line.style.setProperty("--done", `${all ? (100 * now) / all : 0}%`);
    time.textContent = `${clock(now)} / ${clock(all)}`;
    const chapter = chapterAt(now);
    where.textContent = chapter?.title ?? "";
    line.setAttribute("aria-valuetext", `${say("{now} av {all}", { now: clock(now), all: clock(all) })}${chapter ? `, ${chapter.title}` : ""}`);
    const started = !player.paused || now > 0;
    for (const part of stretches) {
      const on = started && part.from <= now && now < part.to;
      if (part.on === on) continue;
      part.on = on;
      part.element.classList.toggle("now", on);
      const inner = part.element.matches("li") && part.element.querySelector("a");
      if (inner && on) inner.setAttribute("aria-current", "true");
      else if (inner) inner.removeAttribute("aria-current");
      if (on && part.element.matches(".turn")) followed(part.element);
    }
  };
  line.addEventListener("input", () => seek((Number(line.value) / 1000) * length()));
  const look = (at) => {
    if (stills && !still.style.backgroundImage) {
      [still.style.width, still.style.height] = stills.cell.map((side) => `${side}px`);
      still.style.backgroundImage = `url("${player.dataset.stills}")`;
      still.hidden = false;
    }
    if (stills) {
      const number = Math.max(0, Math.min(stills.count - 1, Math.floor((at * length()) / stills.every)));
      const [across, down] = [number % stills.columns, Math.floor(number / stills.columns)];
      still.style.backgroundPosition = `${-across * stills.cell[0]}px ${-down * stills.cell[1]}px`;
    }
    told.textContent = [clock(at * length()), chapterAt(at * length())?.title].filter(Boolean).join(" ");
    tip.hidden = false;
    const half = tip.offsetWidth / 2, all = line.offsetWidth;
    tip.style.left = `${Math.max(Math.min(half, all / 2), Math.min(at * all, all - half))}px`;
  };
  line.addEventListener("pointermove", (event) => {
    const box = line.getBoundingClientRect();
    look(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)));
  });
  // Whoever goes along the line by keys sees the same.
  line.addEventListener("keyup", (event) => {
    if (/^(Arrow|Page|Home|End)/.test(event.key)) look(length() ? player.currentTime / length() : 0);
  });
  for (const name of ["pointerleave", "pointercancel", "blur"]) line.addEventListener(name, () => { tip.hidden = true; });
  const playing = () => redraw(play, player.paused ? say("Spela") : say("Pausa"), player.paused ? ICONS.play : ICONS.pause);
  const loudness = () => {
    const silent = player.muted || player.volume === 0;
    redraw(mute, silent ? say("Sätt på ljudet") : say("Stäng av ljudet"), silent ? ICONS.mute : ICONS.loud);
    volume.value = String(player.muted ? 0 : player.volume);
  };
  for (const name of ["play", "pause", "ended"]) player.addEventListener(name, playing);
  for (const name of ["timeupdate", "seeked"]) player.addEventListener(name, tell);
  for (const name of ["loadedmetadata", "durationchange"]) player.addEventListener(name, draw);
  player.addEventListener("volumechange", loudness);
  player.addEventListener("error", () => { said.textContent = say("Det gick inte att spela upp filen. Den kan laddas ner nedan."); }, true);
  speed.value = SPEEDS.map(String).includes(kept.get("hastighet", "1")) ? kept.get("hastighet", "1") : "1";
  player.playbackRate = player.defaultPlaybackRate = Number(speed.value);
  if (film) {
    resize(SIZES.includes(kept.get("storlek", "vanlig")) ? kept.get("storlek", "vanlig") : "vanlig");
    if (tracks().length) show(kept.get("textning", "ja") === "ja");
    else captions.hidden = size.hidden = true;
  }

  // ---- The transcript -----------------------------------------------------------------------
  const transcript = document.querySelector(".transcript");
  let follow = kept.get("folj", "ja") === "ja", moving = 0;
  const switched = make("input", { type: "checkbox", id: "folj-med", onchange: () => { follow = switched.checked; kept.set("folj", follow ? "ja" : "nej"); } });
  switched.checked = follow;
  function followed(element) {
    if (!follow || player.paused || document.activeElement?.matches(".turn [contenteditable]")) return;  // who writes is left there
    const box = element.getBoundingClientRect(), top = film ? 0 : frame.getBoundingClientRect().bottom;
    if (box.top >= top && box.bottom <= innerHeight) return;
    const shown = transcript.getBoundingClientRect();
    if (shown.bottom < 0 || shown.top > innerHeight) return;  // whoever looks elsewhere is left there
    moving = Date.now();
    element.scrollIntoView({ block: "center" });
  }
  for (const name of ["wheel", "touchmove"])
    addEventListener(name, () => { if (follow && !player.paused && Date.now() - moving > 300) { follow = switched.checked = false; } }, { passive: true });

  if (transcript && turns.length) {
    const field = make("input", { type: "search", id: "sok-i-avskrift", autocomplete: "off", placeholder: say("Sök i avskriften"), "aria-label": say("Sök i avskriften") });
    const count = make("span", { class: "count", role: "status" });
    let marks = [], at = -1;
    const clear = () => {
      for (const mark of marks) { const parent = mark.parentNode; mark.replaceWith(...mark.childNodes); parent.normalize(); }
      marks = [];
      at = -1;
      count.textContent = "";
    };
    const find = () => {
      clear();
      const wanted = field.value.trim().toLowerCase();
      if (wanted.length < 2) return;
      for (const paragraph of transcript.querySelectorAll(".said")) {
        const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
        const nodes = [];
        while (walker.nextNode()) nodes.push(walker.currentNode);
        for (let node of nodes) {
          let place;
          while ((place = node.data.toLowerCase().indexOf(wanted)) >= 0) {
            const found = node.splitText(place);
            node = found.splitText(wanted.length);
            const mark = make("mark");
            found.replaceWith(mark);
            mark.append(found);
            marks.push(mark);
          }
        }
      }
      step(1);
      if (!marks.length) count.textContent = say("Ingen träff");
    };
    const step = (by) => {
      if (!marks.length) return;
      marks[at]?.classList.remove("here");
      at = (at + by + marks.length) % marks.length;
      marks[at].classList.add("here");
      marks[at].scrollIntoView({ block: "center" });
      count.textContent = say("{now} av {all}", { now: at + 1, all: marks.length });
    };
    field.addEventListener("input", find);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
      if (event.key === "Escape") { field.value = ""; clear(); }
    });
    transcript.before(make("div", { class: "reading" }, field, count,
      make("label", { for: "folj-med" }, switched, ` ${say("Följ med")}`)));
  }

  // Sound stands above what one reads: what is jumped to must not lie under it.
  const room = () => { document.documentElement.style.scrollPaddingTop = `${frame.offsetHeight + 12}px`; };
  if (!film) addEventListener("resize", room);

  // A film that is playing stays in sight while one reads.
  if (film && "IntersectionObserver" in window) {
    const place = make("div", { class: "place" });
    frame.before(place);
    new IntersectionObserver(([seen]) => {
      const away = !seen.isIntersecting && seen.boundingClientRect.top < 0;
      const small = away && (!player.paused || player.currentTime > 0) && !document.fullscreenElement;
      if (small && !frame.classList.contains("small")) place.style.height = `${frame.offsetHeight}px`;
      if (!small) place.style.height = "";
      frame.classList.toggle("small", small);
    }, { rootMargin: "0px 0px 0px 0px", threshold: 0 }).observe(place.parentElement);
  }

  // ---- Keys, links to moments, the lock screen -----------------------------------------------
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const at = event.target;
    if (at.matches?.("input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const onSlider = at.matches?.("input[type=range]"), onButton = at.closest?.("button, a, summary, label, input[type=checkbox]");
    const acts = {
      " ": () => !onButton && play.click(), k: () => play.click(), j: () => back.click(), l: () => ahead.click(),
      ArrowLeft: () => !onSlider && back.click(), ArrowRight: () => !onSlider && ahead.click(),
      m: () => mute.click(), c: () => film && captions.click(), f: () => film && whole.click(),
      "<": () => faster(-1), ">": () => faster(1), "/": () => document.getElementById("sok-i-avskrift")?.focus(),
    };
    const act = acts[event.key];
    if (!act || (event.key === " " && onButton)) return;
    if (onSlider && event.key.startsWith("Arrow")) {
      if (at !== line || !event.key.match(/Left|Right/)) return;
      seek(player.currentTime + (event.key === "ArrowLeft" ? -5 : 5));
      event.preventDefault();
      return;
    }
    act();
    event.preventDefault();
  });
  const faster = (by) => {
    const next = SPEEDS[SPEEDS.indexOf(Number(speed.value)) + by];
    if (!next) return;
    speed.value = String(next);
    speed.dispatchEvent(new Event("change"));
    said.textContent = `Hastighet ${speed.selectedOptions[0].textContent}`;
  };

  document.addEventListener("click", (event) => {
    const to = event.target.closest("a[data-t]");
    if (!to || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    seek(Number(to.dataset.t), true);
    history.replaceState(null, "", `#t=${to.dataset.t}`);
  });
  // A moment is written as 65, 65.5, 1:05, 0:01:05 or 1m5s, as other players and people do.
  const moment = (address) => {
    const at = /[#?&]t=(?:npt:)?([\d:.hms]+)/i.exec(address.replace(/%3a/gi, ":"));
    if (!at) return null;
    const parts = at[1].includes(":") ? at[1].split(":")
      : /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/i.exec(at[1])?.slice(1);
    const seconds = parts ? parts.reduce((sum, part) => sum * 60 + Number(part || 0), 0) : NaN;
    return Number.isFinite(seconds) ? seconds : null;
  };
  const go = (address) => {
    const seconds = moment(address);
    if (seconds === null) return;
    seek(seconds, false);
    // A film is looked at; of sound, what is said there is what one came to read.
    const words = !film && turns.find((turn) => turn.from <= seconds && seconds < turn.to);
    if (words) words.element.scrollIntoView({ block: "start" });
  };
  playing();
  loudness();
  draw();
  if (!film) room();
  addEventListener("hashchange", () => go(location.hash));
  go(location.hash + location.search);

  if ("mediaSession" in navigator) {
    const art = document.querySelector("meta[property='og:image']")?.content;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: document.querySelector("h1")?.textContent.trim() ?? document.title,
      artist: document.querySelector(".kicker")?.textContent.trim() ?? "",
      artwork: art ? [{ src: art }] : [],
    });
    const handlers = { seekbackward: () => back.click(), seekforward: () => ahead.click(), seekto: (event) => seek(event.seekTime) };
    for (const [name, act] of Object.entries(handlers)) try { navigator.mediaSession.setActionHandler(name, act); } catch { /* not all browsers know all */ }
  }
})();
