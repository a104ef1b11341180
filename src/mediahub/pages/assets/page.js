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

  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
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

  // A moment is written as 65, 65.5, 1:05, 0:01:05 or 1m5s, as other players and people do.
  const moment = (address) => {
    const at = /[#?&]t=(?:npt:)?([\d:.hms]+)/i.exec(address.replace(/%3a/gi, ":"));
    if (!at) return null;
    const parts = at[1].includes(":") ? at[1].split(":")
      : /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/i.exec(at[1])?.slice(1);
    const seconds = parts ? parts.reduce((sum, part) => sum * 60 + Number(part || 0), 0) : NaN;
    return Number.isFinite(seconds) ? seconds : null;
  };

  const follow = (address) => {
    const seconds = moment(address);
    if (seconds === null) return;
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
  addEventListener("hashchange", () => follow(location.hash));
  follow(location.hash + location.search);
})();
