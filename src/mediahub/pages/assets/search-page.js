// The page: what is typed stands in its address, so that a search can be kept and shared.
(() => {
  const list = document.getElementById("traffar");
  if (!list) return;
  const field = document.getElementById("fraga"), told = document.getElementById("svar"), more = document.getElementById("fler");
  // Where the index begins now, which this page says when it is asked for anew. Where it has
  // another script all is begun with anew, once.
  const current = async () => {
    const answer = await fetch(location.href, { cache: "no-cache" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const start = page.getElementById("traffar")?.dataset.start;
    const [own, other] = [document, page].map((one) => one.querySelector("script[src*='/search.']")?.getAttribute("src"));
    if (own === other || !start) return start;
    if (history.state?.script === own) return null;
    history.replaceState({ script: own }, "");
    location.reload();
    return new Promise(() => {});
  };
  const index = new mediahubSearch.Latest(list.dataset.start, current);
  const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
  const AROUND = 14;
  let limit = 10;

  const clock = (seconds) => {
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  };
  const make = (tag, name, ...children) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children);
    return element;
  };
  const snippet = (hit) => {
    const from = Math.max(0, hit.first - AROUND), to = Math.min(hit.words.length, hit.first + 2 * AROUND);
    const said = make("p", "", from ? "… " : "");
    for (let at = from; at < to; at++) {
      if (at > from) said.append(" ");
      said.append(hit.marks.has(at) ? make("mark", "", hit.words[at]) : hit.words[at]);
    }
    if (to < hit.words.length) said.append(" …");
    return said;
  };
  const shown = (hit) => {
    const link = make("a", "", hit.title);
    const where = hit.at === null ? (hit.page ? `#sida-${hit.page}` : "") : `#t=${hit.at}`;
    link.href = `${list.dataset.root}${hit.address}${where}`;
    const facts = make("ul", "facts");
    for (const part of [hit.at === null ? "" : clock(hit.at), hit.speaker, hit.label, hit.detail]) if (part) facts.append(make("li", "", part));
    const titled = hit.words.join(" ") === hit.title.split(/\s+/u).join(" ");
    if (titled) link.replaceChildren(...snippet(hit).childNodes);  // its title is what was found
    return make("li", "", make("h2", "", link), facts, ...(titled ? [] : [snippet(hit)]));
  };
  const run = async () => {
    if (!query) return;
    field.value = query;
    document.title = `${query} – ${document.title}`;
    told.textContent = "Söker …";
    try {
      const found = await index.search(query, limit);
      list.replaceChildren(...found.hits.map(shown));
      more.hidden = found.total <= found.hits.length || found.hits.length < limit;
      const words = found.taken?.map(([, name]) => name).join(", ");
      told.textContent = found.dull ? "Orden är för vanliga för att söka på. Lägg till något som säger mer."
        : !found.hits.length ? `Inga träffar på ”${query}”.`
        : `${found.total} ${found.total === 1 ? "ställe" : "ställen"}${found.relaxed ? " med något av orden; inget har alla" : ""}.${words ? ` Sökte också på det som liknar: ${words}.` : ""}`;
    } catch {
      told.textContent = "Sökningen kunde inte hämtas. Försök igen om en stund.";
    }
  };
  more.addEventListener("click", () => { limit += 10; run(); });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches?.("input, textarea")) { event.preventDefault(); field.focus(); field.select(); }
  });
  run();
})();
