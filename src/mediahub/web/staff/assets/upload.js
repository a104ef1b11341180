// Files handed in: one at a time, piece by piece, gone on with after a broken line or another visit.
"use strict";

(() => {
  const say = window.mediahubSay;
  const form = document.querySelector("form.upload");
  if (!form) return;
  const files = form.dataset.files, folder = document.getElementById("till");
  const list = document.getElementById("filer"), choose = document.getElementById("valj");
  const drop = form.querySelector(".drop");
  const PIECE = 32 << 20; // a proxy that holds a request until it is whole loses no more than this
  const token = document.querySelector("meta[name=token]");
  const TUS = { "tus-resumable": "1.0.0", accept: "application/json", "x-mediahub-token": token.content };
  const LOGIN = say("Du är inte inloggad längre. Logga in i en annan flik, och tryck sedan på Fortsätt.");
  const queue = [];
  let busy = null, chosen = 0;

  const make = (tag, words, name) => {
    const element = document.createElement(tag);
    if (words) element.textContent = words;
    if (name) element.className = name;
    if (tag === "button") element.type = "button";
    return element;
  };
  const size = (bytes) => (bytes >= 1e9 ? `${(bytes / 1e9).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`);
  const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const remembered = (one) => { try { return localStorage.getItem(one.key); } catch { return null; } };
  const remember = (one, address) => {
    one.address = address;
    try { if (address) localStorage.setItem(one.key, address); else localStorage.removeItem(one.key); } catch { /* only this visit, then */ }
  };

  // Trouble that passes by itself; Stop is what a person must see to.
  class Again extends Error {}
  class Stop extends Error { constructor(words, final) { super(words); this.final = final; } }

  const answered = async (response) => {
    if (response.ok) return response;
    if (response.status === 401) throw new Stop(LOGIN, false);
    // Whoever has logged in anew in another tab has another token than this page.
    if (response.status === 403 && await renewed()) throw new Again();
    if ([409, 423, 460].includes(response.status) || response.status >= 500 && response.status !== 507) throw new Again();
    const told = await response.json().catch(() => ({}));
    throw new Stop(told.fel ?? say("Det gick inte."), response.status !== 507 && response.status !== 429);
  };
  const renewed = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const now = page.querySelector("meta[name=token]")?.content;
    if (!now || now === TUS["x-mediahub-token"]) return false;
    TUS["x-mediahub-token"] = now;
    return true;
  };
  const ask = async (address, options) => {
    let response;
    try { response = await fetch(address, { ...options, headers: { ...TUS, ...options.headers } }); }
    catch { throw new Again(); }
    return answered(response);
  };

  const begin = async (one) => {
    const note = `filename ${encoded(one.file.name)},folder ${encoded(one.folder)}`;
    const made = await ask(files, { method: "POST", headers: { "upload-length": String(one.file.size), "upload-metadata": note } });
    remember(one, made.headers.get("location"));
    return 0;
  };
  const found = async (one) => {
    let response;
    try { response = await fetch(one.address, { method: "HEAD", headers: TUS }); } catch { throw new Again(); }
    if (response.status === 404) { remember(one, null); return begin(one); }
    await answered(response);
    return Number(response.headers.get("upload-offset"));
  };
  const send = (one, offset) => new Promise((resolve, reject) => {
    const request = one.request = new XMLHttpRequest(); // fetch tells no progress of what is sent
    request.open("PATCH", one.address);
    for (const [name, value] of Object.entries(TUS)) request.setRequestHeader(name, value);
    request.setRequestHeader("content-type", "application/offset+octet-stream");
    request.setRequestHeader("upload-offset", String(offset));
    request.upload.onprogress = (event) => progress(one, offset + event.loaded);
    request.onerror = request.onabort = () => reject(new Again());
    request.onload = () => {
      const response = new Response(request.status === 204 ? null : request.responseText, { status: request.status });
      answered(response).then(() => resolve(Number(request.getResponseHeader("upload-offset"))), reject);
    };
    request.send(one.file.slice(offset, offset + PIECE));
  });

  const progress = (one, bytes) => {
    one.bar.value = bytes;
    one.amount.textContent = say("{bytes} av {all}", { bytes: size(bytes), all: size(one.file.size) });
  };
  const tell = (one, words) => { if (one.said.textContent !== words) one.said.textContent = words; };
  const state = (one, name, words) => {
    one.state = name;
    tell(one, words);
    one.pause.textContent = name === "paused" ? say("Fortsätt") : say("Pausa");
    one.pause.setAttribute("aria-label", name === "paused" ? say("Fortsätt {name}", one.file) : say("Pausa {name}", one.file));
    one.pause.hidden = !["waiting", "sending", "paused"].includes(name);
    one.row.dataset.state = name;
  };
  const pausing = (ms) => new Promise((resolve) => {
    const done = () => { clearTimeout(timer); removeEventListener("online", done); resolve(); };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
  });

  const through = async (one) => {
    state(one, "sending", say("Laddas upp."));
    let offset = one.address ? await found(one) : await begin(one);
    progress(one, offset);
    while (offset < one.file.size) {
      if (one.state !== "sending") return;
      offset = await send(one, offset);
      one.tries = 0;
      progress(one, offset);
    }
    state(one, "judged", say("Filen prövas …"));
    const told = await (await ask(`${one.address}/klar`, { method: "POST" })).json();
    remember(one, null);
    done(one, told);
  };
  const done = (one, told) => {
    state(one, "done", told.langd ? say("Klar, {langd} lång. Den heter nu {fil}.", told) : say("Klar. Den heter nu {fil}.", told));
    one.bar.remove();
    one.remove.remove();
    if (!told.adress) return;
    const link = make("a", say("Beskriv den"));
    link.href = told.adress;
    link.setAttribute("aria-label", say("Beskriv {name}", one.file));
    one.row.append(link);
    if (chosen === 1) location.assign(told.adress);
  };

  const work = async () => {
    if (busy) return;
    busy = queue.find((one) => one.state === "waiting");
    if (!busy) return;
    const one = busy;
    one.tries = 0;
    while (one === busy) {
      try { await through(one); break; } catch (error) {
        if (one.state === "paused" || one.state === "gone") break;
        if (error instanceof Again) {
          tell(one, say("Ingen förbindelse. Uppladdningen fortsätter när den är tillbaka."));
          await pausing(Math.min(15_000, 500 * 2 ** one.tries++));
          if (one.state === "paused" || one.state === "gone") break;
          continue;
        }
        if (!(error instanceof Stop)) throw error;
        if (error.final) { remember(one, null); one.row.classList.add("wrong"); }
        state(one, error.final ? "failed" : "paused", error.message);
        break;
      }
    }
    busy = null;
    work();
  };

  const add = (file) => {
    const key = `uppladdning ${file.name} ${file.size} ${file.lastModified} ${folder.value}`;
    if (queue.some((one) => one.key === key && !["done", "failed", "gone"].includes(one.state))) return;
    const row = make("li"), one = { file, key, row, folder: folder.value, tries: 0 };
    one.address = remembered(one);
    one.bar = make("progress");
    one.bar.max = file.size || 1;
    one.bar.value = 0;
    one.bar.setAttribute("aria-label", say("Hur mycket av {name} som har kommit", file));
    one.amount = make("p", "", "count");
    one.said = make("p");
    one.said.setAttribute("role", "status");
    one.pause = make("button", say("Pausa"));
    one.remove = make("button", say("Ta bort"));
    one.remove.setAttribute("aria-label", say("Ta bort {name}", file));
    const buttons = make("p", "", "row");
    buttons.append(one.pause, one.remove);
    row.append(make("p", file.name, "name"), one.bar, one.amount, one.said, buttons);
    one.pause.addEventListener("click", () => {
      if (one.state === "paused") { state(one, "waiting", say("Väntar på sin tur.")); work(); return; }
      state(one, "paused", say("Pausad."));
      one.request?.abort();
    });
    one.remove.addEventListener("click", async () => {
      state(one, "gone", "");
      one.request?.abort();
      if (one.address) await fetch(one.address, { method: "DELETE", headers: TUS }).catch(() => {});
      remember(one, null);
      row.remove();
      choose.focus();
    });
    list.append(row);
    queue.push(one);
    chosen = queue.length;
    state(one, "waiting", say("Väntar på sin tur."));
    document.getElementById("hjalp-fil").hidden = false;
    document.querySelectorAll("#inte-klara li").forEach((left) => { if (left.dataset.address === one.address) left.remove(); });
    if (!document.querySelector("#inte-klara li")) document.getElementById("inte-klara")?.remove();
    work();
  };

  choose.addEventListener("change", () => { [...choose.files].forEach(add); choose.value = ""; });
  for (const kind of ["dragenter", "dragover"]) form.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => drop.classList.remove("over"));
  form.addEventListener("drop", (event) => { event.preventDefault(); [...event.dataTransfer.files].forEach(add); });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("beforeunload", (event) => { if (busy && busy.state === "sending") event.preventDefault(); });

  document.querySelectorAll("#inte-klara .remove").forEach((button) => button.addEventListener("click", async () => {
    const row = button.closest("li"), { address } = row.dataset;
    const response = await fetch(address, { method: "DELETE", headers: TUS }).catch(() => null);
    if (!response?.ok) return;
    try { Object.keys(localStorage).filter((key) => localStorage.getItem(key) === address).forEach((key) => localStorage.removeItem(key)); } catch { /* nothing is remembered */ }
    row.remove();
    if (!document.querySelector("#inte-klara li")) document.getElementById("inte-klara").remove();
    choose.focus();
  }));
})();
