// A picture and what it shows, sent as one request: the file as it is, the words in the address.
"use strict";

(() => {
  const say = window.mediahubSay;
  const form = document.getElementById("bild"), file = document.getElementById("bild-fil");
  const words = document.getElementById("bild-ord"), said = document.getElementById("bild-sagt");
  if (!form) return;
  const tell = (text, wrong) => { said.textContent = text; said.className = wrong ? "wrong" : "done"; said.scrollIntoView({ block: "nearest" }); };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const one = file.files[0];
    if (!one && (!form.dataset.seen || !words)) { tell(say("Välj en bild."), true); file.focus(); return; }
    if (one && one.size > Number(form.dataset.most) * 1048576) { tell(say("Bilden är större än {most} MB. Spara den mindre.", form.dataset), true); return; }
    const button = form.querySelector("button"), query = new URLSearchParams({ namn: one?.name ?? "", beskrivning: words?.value ?? "", sett: form.dataset.seen });
    button.disabled = true;
    tell(say("Sparar …"));
    try {
      const answer = await fetch(`${form.dataset.to}?${query}`, {
        method: "PUT",
        headers: { "content-type": "application/offset+octet-stream", accept: "application/json", "x-mediahub-token": document.querySelector("meta[name=token]").content },
        body: one ?? new Blob([]),
      });
      const value = await answer.json();
      if (!answer.ok) { tell(value.fel ?? say("Det gick inte."), true); return; }
      sessionStorage.setItem("bild", value.gjort);
      location.reload();
    } catch { tell(say("Ingen förbindelse. Försök igen."), true); } finally { button.disabled = false; }
  });

  const done = sessionStorage.getItem("bild");
  if (done) { sessionStorage.removeItem("bild"); tell(done); }
})();
