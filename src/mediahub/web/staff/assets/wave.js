// The drawing of the sound: where one is, and chapters on it, which an editor moves by pointer or key.
"use strict";

(() => {
  const say = window.mediahubSay;
  const wave = document.querySelector(".wave"), player = document.querySelector(".player audio, .player video");
  if (!wave || !player) return;
  const length = Number(wave.dataset.seconds), edits = "edits" in wave.dataset, told = wave.querySelector(".told");
  const here = document.createElement("div");
  here.className = "here";
  wave.append(here);
  const at = (element, seconds) => { element.style.left = `${(100 * Math.max(0, Math.min(length, seconds))) / length}%`; };
  const clock = (seconds) => {
    const whole = Math.floor(seconds), two = (number) => String(number).padStart(2, "0");
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };
  const moment = (event) => {
    const box = wave.getBoundingClientRect();
    return length * Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
  };
  const tell = () => at(here, player.currentTime);
  for (const name of ["timeupdate", "seeked", "loadedmetadata"]) player.addEventListener(name, tell);
  wave.addEventListener("click", (event) => { if (!event.target.closest(".mark")) player.currentTime = moment(event); });

  // ---- Chapters -------------------------------------------------------------------------------
  let chapters = JSON.parse(wave.dataset.chapters), marks = [];
  const save = async (from, to) => {
    told.textContent = say("Sparar …");
    try {
      const answer = await fetch(`${wave.dataset.base}/kapitel`, {
        method: "POST", headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded", "x-mediahub-token": document.querySelector("meta[name=token]").content },
        body: new URLSearchParams({ vad: "flytta", tid: String(from), till: to.toFixed(1) }),
      });
      const value = await answer.json();
      if (!answer.ok) { told.textContent = value.fel ?? say("Det gick inte."); return false; }
      chapters = value.kapitel;
      listed();
      told.textContent = value.sen ? `${say("Sparat.")} ${value.sen}` : say("Sparat.");
      return true;
    } catch { told.textContent = say("Ingen förbindelse. Försök igen."); return false; }
  };
  // The list beside the transcript, and the forms behind it, say what the marks do.
  const listed = () => {
    const lines = [...document.querySelectorAll(".chapters li")], forms = [...document.querySelectorAll(".chapter-edit form.row")];
    chapters.forEach((one, number) => {
      const link = lines[number]?.querySelector("a");
      if (link) {
        link.href = `#t=${one.from}`;
        link.dataset.t = one.from;
        link.querySelector(".clock").textContent = one.clock;
      }
      const form = forms[number];
      if (form) { form.elements.tid.value = one.clock; form.querySelector(".clock").textContent = one.clock; }
    });
  };
  const show = (mark, seconds) => {
    at(mark, seconds);
    mark.setAttribute("aria-valuenow", String(Math.round(seconds)));
    mark.setAttribute("aria-valuetext", clock(seconds));
    mark.querySelector(".name").textContent = `${clock(seconds)} ${mark.dataset.title}`;
    mark.dataset.now = String(seconds);
  };
  const draw = () => {
    for (const mark of marks) mark.remove();
    marks = chapters.map((one, number) => {
      const mark = document.createElement("button"), name = document.createElement("span");
      mark.type = "button";
      mark.className = "mark";
      mark.dataset.title = one.title;
      name.className = "name";
      mark.append(name);
      const fixed = !edits || number === 0;
      const low = number ? chapters[number - 1].from + 1 : 0, high = (chapters[number + 1]?.from ?? length) - 1;
      if (!fixed) {
        mark.setAttribute("role", "slider");
        mark.setAttribute("aria-valuemin", String(Math.round(low)));
        mark.setAttribute("aria-valuemax", String(Math.round(high)));
        mark.setAttribute("aria-label", say("Kapitlet {title} börjar", one));
      } else mark.setAttribute("aria-label", say("Spela kapitlet {title} från {clock}", one));
      show(mark, one.from);
      mark.addEventListener("click", () => { if (!mark.moved) player.currentTime = one.from; mark.moved = false; });
      if (!fixed) movable(mark, one, low, high);
      if (fixed) for (const name of ["role", "aria-valuenow", "aria-valuetext"]) mark.removeAttribute(name);
      wave.append(mark);
      return mark;
    });
  };
  const movable = (mark, one, low, high) => {
    const within = (seconds) => Math.max(low, Math.min(high, Math.round(10 * seconds) / 10));
    const done = async () => {
      const to = Number(mark.dataset.now), number = marks.indexOf(mark), focused = document.activeElement === mark;
      if (mark.busy) return;
      if (Math.abs(to - one.from) < 0.05) { show(mark, one.from); return; }
      mark.busy = true;
      if (!(await save(one.clock, to))) { show(mark, one.from); mark.busy = false; }
      else { draw(); if (focused) marks[number]?.focus(); }
    };
    mark.addEventListener("pointerdown", (event) => { if (!event.button) { mark.setPointerCapture(event.pointerId); mark.drags = true; } });
    mark.addEventListener("pointermove", (event) => {
      if (!mark.drags || (!event.movementX && !mark.moved)) return;
      mark.moved = true;
      mark.classList.add("moving");
      show(mark, within(moment(event)));
    });
    mark.addEventListener("pointerup", () => { mark.drags = false; mark.classList.remove("moving"); if (mark.moved) done(); });
    mark.addEventListener("pointercancel", () => { mark.drags = mark.moved = false; mark.classList.remove("moving"); show(mark, one.from); });
    mark.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
      if (event.key === "Escape") { show(mark, one.from); event.stopPropagation(); return; }
      if (event.key === "Enter") { event.preventDefault(); event.stopPropagation(); done(); return; }
      if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      const to = within(Number(mark.dataset.now) + steps[event.key] * (event.shiftKey ? 0.1 : 1));
      show(mark, to);
      player.currentTime = to;
      told.textContent = say("Retur sparar, Esc låter det vara.");
    });
    mark.addEventListener("blur", () => { if (!mark.drags) done(); });
  };
  draw();
  tell();
})();
