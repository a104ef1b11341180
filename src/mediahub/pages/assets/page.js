(() => {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => {
      field.select();
      try { await navigator.clipboard.writeText(field.value); }
      catch { document.execCommand("copy"); }
      button.nextElementSibling.textContent = "Adressen är kopierad.";
    });
  }

  const player = document.querySelector("audio, video");
  if (!player) return;

  const seek = (seconds, play) => {
    const move = () => { player.currentTime = seconds; };
    if (player.readyState > 0) move();
    else player.addEventListener("loadedmetadata", move, { once: true });
    if (play) player.play().catch(() => {});
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-t]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    seek(Number(link.dataset.t), true);
    history.replaceState(null, "", "#t=" + link.dataset.t);
  });

  const follow = () => {
    const at = /[#&]t=(\d+(?:\.\d+)?)/.exec(location.hash);
    if (!at) return;
    const seconds = Number(at[1]);
    seek(seconds, false);
    // A film is looked at; of sound, what is said there is what one came to read.
    const said = player.matches("audio") && [...document.querySelectorAll(".turn")].find(
      (turn) => Number(turn.dataset.from) <= seconds && seconds < Number(turn.dataset.to));
    if (said) said.scrollIntoView({ block: "start" });
  };

  const parts = [...document.querySelectorAll("[data-from]")].map((element) => ({
    element, from: Number(element.dataset.from), to: Number(element.dataset.to),
  }));
  const show = () => {
    const now = player.currentTime, started = !player.paused || now > 0;
    for (const part of parts) {
      const on = started && part.from <= now && now < part.to;
      part.element.classList.toggle("now", on);
      const link = part.element.matches("li") && part.element.querySelector("a");
      if (link && on) link.setAttribute("aria-current", "true");
      else if (link) link.removeAttribute("aria-current");
    }
  };
  player.addEventListener("timeupdate", show);
  player.addEventListener("seeked", show);
  addEventListener("hashchange", follow);
  follow();
})();
