// Search without a server. The index lies in files beside the page; only those that a query needs
// are fetched. What they hold is told in the room that makes them (findable).
"use strict";

const mediahubSearch = (() => {
  const SHOWN = 10;
  const FIRST_VARIANTS = [["v", "w"], ["k", "c", "q"], ["s", "c", "z"], ["f", "ph"], ["sj", "stj", "skj", "sk", "sch", "ch"], ["j", "hj", "gj", "dj", "lj", "g"], ["i", "j", "y"], ["ks", "x"]];
  const FOLDED = { "ø": "o", "æ": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ß": "s" };

  const fold = (text) =>
    text.toLowerCase().replace(/[øæłđðþß]/g, (one) => FOLDED[one]).normalize("NFD").replace(/\p{M}/gu, "");

  const tidy = (text) =>
    text.normalize("NFC").replace(/[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]/g, "").replace(/[“”„‟″«»]/g, '"')
      .replace(/[‘’‚‛′´`]/g, "'").replace(/[\u2010\u2011\u2212]/g, "-").toLowerCase();

  // A query is words, "phrases", -words and beginnings*.
  const parse = (query) => {
    const terms = [];
    for (const match of tidy(query).matchAll(/(-?)"([^"]*)"?|(-?)([^\s"]+)/g)) {
      const minus = (match[1] || match[3]) === "-";
      const text = match[2] ?? match[4];
      const words = text.match(/[\p{L}\p{N}]+(?:['.,:-][\p{L}\p{N}]+)*/gu) ?? [];
      if (!words.length) continue;
      if (match[2] !== undefined || words.length > 1) terms.push({ words, minus, phrase: true });
      else terms.push({ words, minus, prefix: text.endsWith("*") && words[0].length > 1 });
    }
    return terms;
  };

  const ending = (word, endings) => {
    for (const one of endings) if (word.endsWith(one) && word.length - one.length >= 3) return word.slice(0, -one.length);
    return word;
  };

  // How many letters must be put in, taken out, changed or swapped; more than `most` counts as most + 1.
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = null, row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (before && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        next.push(cost);
      }
      if (Math.min(...next) > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[b.length];
  };

  class Index {
    constructor(start) {
      this.start = new URL(start, document.baseURI);
      this.kept = new Map();
      this.fetched = 0;
    }

    fetch(address, read) {
      const url = new URL(address, this.start).href;
      if (!this.kept.has(url)) {
        const wanted = fetch(url).then(async (answer) => {
          if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
          const bytes = new Uint8Array(await answer.arrayBuffer());
          this.fetched += bytes.length;
          return read(bytes);
        });
        wanted.catch(() => this.kept.delete(url));
        this.kept.set(url, wanted);
      }
      return this.kept.get(url);
    }

    async open() {
      const start = await this.fetch("", (bytes) => JSON.parse(new TextDecoder().decode(bytes)));
      if (this.endings) return;
      this.passages = start.passages;
      this.part = start.part;
      this.begin = start.begin;
      this.dull = new Set(start.dull);
      this.synonyms = start.synonyms;
      this.items = [];
      let first = 0;
      for (const [folder, count] of start.items) {
        this.items.push({ folder, first, count });
        first += count;
      }
      this.endings = start.endings;
    }

    shard(place) {
      let low = 0, high = this.begin.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (this.begin[middle] <= place) low = middle; else high = middle - 1;
      }
      return low;
    }

    // The classes of one file: name, where it stands in the order, and what it leads to.
    classes(number) {
      if (!this.begin.length) return Promise.resolve([]);
      return this.fetch(`w${number}.txt`, (bytes) => {
        let before = "";
        return new TextDecoder().decode(bytes).split("\n").map((line) => {
          const [name, every, fewer, groups, alike] = line.split("\t");
          before = before.slice(0, parseInt(name[0], 36)) + name.slice(1);
          return { name: before, place: fold(before), every, fewer, groups, alike };
        });
      });
    }

    async classAt(place, test) {
      const found = [];
      for (const one of await this.classes(this.shard(place))) if (test(one)) found.push(one);
      return found;
    }

    refs(text) {
      return text ? text.split(",").map((one) => {
        const cut = one.endsWith("!");
        const [file, offset, length] = (cut ? one.slice(0, -1) : one).split(".").map((part) => parseInt(part, 36));
        return { file, offset, length, cut };
      }) : [];
    }

    keysOf(found, word) {
      for (const one of (found.fewer ?? "").split(";")) if (one.startsWith(`${word}=`)) return this.refs(one.slice(word.length + 1));
      return this.refs(found.every);
    }

    async exact(word) {
      const name = ending(word, this.endings);
      const place = fold(name);
      const near = await this.classAt(place, (one) => one.place === place);
      const same = near.filter((one) => one.name === name);
      return same.length ? same : near;
    }

    // What a word may stand for: ways, each a list of groups of keys, all of which must be there.
    async ways(word) {
      const ways = [];
      for (const one of await this.exact(word)) {
        ways.push({ groups: [this.keysOf(one, word)], weight: 1 });
        const groups = (one.groups ?? "").split("+").filter(Boolean).map((text) => this.refs(text));
        if (groups.length > 1) ways.push({ groups, weight: 0.5 });
        if (one.alike) ways.push({ groups: [this.refs(one.alike)], weight: 0.5 });
      }
      if (!ways.some((way) => way.groups.length > 1)) {
        const parts = await this.apart(word);
        if (parts) ways.push({ groups: parts, weight: ways.length ? 0.3 : 0.6, guessed: true });
      }
      return ways;
    }

    // A compound that the index has not seen, as two or more words that it has.
    async apart(word, depth = 0) {
      if (word.length < 6 || depth > 2 || !/^\p{L}+$/u.test(word)) return null;
      for (let cut = word.length - 3; cut >= 3; cut--) {
        const head = await this.head(word.slice(0, cut));
        if (!head) continue;
        const rest = word.slice(cut);
        const tail = await this.exact(rest);
        const sure = tail.filter((one) => one.name === ending(rest, this.endings));
        if (sure.length) return [head, sure.flatMap((one) => this.keysOf(one, rest))];
        const more = await this.apart(rest, depth + 1);
        if (more) return [head, ...more];
      }
      return null;
    }

    async head(text) {
      const forms = text.endsWith("s") && text.length > 3 ? [text, text.slice(0, -1)] : [text];
      if (/[uo]$/.test(text)) forms.push(`${text.slice(0, -1)}a`, `${text.slice(0, -1)}e`);
      for (const form of forms) {
        const found = (await this.exact(form)).filter((one) => one.name === ending(form, this.endings));
        if (found.length) return found.flatMap((one) => this.refs(one.every));  // a linking form is no form of its own
      }
      return null;
    }

    async misspelt(word) {
      const wanted = fold(ending(word, this.endings));
      const most = wanted.length < 4 ? 0 : wanted.length < 8 ? 1 : 2;
      const places = new Set([wanted]);
      for (const alike of FIRST_VARIANTS)
        for (const from of alike) if (wanted.startsWith(from)) for (const to of alike) places.add(to + wanted.slice(from.length));
      // A vowel that is heard as another leads to another file: kelvesten, Kälvesten.
      const vowel = /^([^aouåeiyäö]*)([äeåo])/.exec(ending(word, this.endings));
      if (vowel) places.add(fold(vowel[1]) + { ä: "e", e: "a", å: "o", o: "a" }[vowel[2]] + wanted.slice(vowel[0].length));
      let best = null;
      for (const place of places) {
        for (const one of await this.classes(this.shard(place))) {
          const far = distance(place, one.place, most) + (place === wanted ? 0 : 0.5);
          if (far > most) continue;
          const size = this.refs(one.every).reduce((sum, ref) => sum + ref.length, 0);
          const score = far - Math.min(0.45, Math.log2(size + 1) / 40) + (one.place[0] === place[0] ? 0 : 0.4);
          if (!best || score < best.score) best = { one, score };
        }
      }
      return best && { way: { groups: [[...this.refs(best.one.every), ...this.refs(best.one.alike)]], weight: 0.6 }, name: best.one.name };
    }

    // Where a key stands: passage, then its places there.
    postings(ref) {
      return this.fetch(`p${ref.file}.bin`, (bytes) => bytes).then((bytes) => {
        const found = new Map();
        let at = ref.offset, passage = 0;
        const number = () => {
          let value = 0, shift = 0, byte;
          do { byte = bytes[at++]; value += (byte & 127) * 2 ** shift; shift += 7; } while (byte & 128);
          return value;
        };
        while (at < ref.offset + ref.length) {
          passage += number();
          let position = 0;
          const places = [], count = number();
          places.words = ((count & 15) + 0.5) * 12;
          for (let left = count >> 4; left > 0; left--) {
            const step = number();
            position += step >> 1;
            places.push({ position, part: step & 1 });
          }
          found.set(passage, places);
        }
        return found;
      });
    }

    async group(refs) {
      const all = await Promise.all(refs.map((ref) => this.postings(ref)));
      const found = new Map();
      for (const one of all)
        for (const [passage, places] of one) found.set(passage, found.has(passage) ? Object.assign([...found.get(passage), ...places], { words: places.words }) : places);
      return { found, cut: refs.some((ref) => ref.cut) };
    }

    // Each passage that answers a way, with a score and places.
    async answer(way) {
      const groups = await Promise.all(way.groups.map((refs) => this.group(refs)));
      const [least, ...others] = [...groups].sort((a, b) => a.found.size - b.found.size);
      const found = new Map();
      for (const [passage, places] of least.found) {
        const own = [places, ...others.map((one) => one.found.get(passage))];
        if (own.some((one) => !one)) continue;
        const all = own.flat();
        const count = Math.min(...own.map((one) => new Set(one.map((place) => place.position)).size));
        let quality = way.weight * Math.min(...own.map((one) => (one.some((place) => !place.part) ? 1 : 0.7)));
        if (own.length > 1) quality *= closeness(own);
        // As our own engine does: BM25's saturation, with a usual length in place of the average.
        const score = quality * (count / (count + 0.25 + (0.75 * places.words) / 60));
        found.set(passage, { score, places: all.map((one) => one.position) });
      }
      return { found, cut: groups.some((one) => one.cut) };
    }

    async word(text) {
      let ways = await this.ways(text);
      let taken = null;
      const others = this.synonyms[text] ?? this.synonyms[ending(text, this.endings)] ?? [];
      for (const other of others) {
        const groups = [];
        for (const one of tidy(other).split(/\s+/)) {
          if (this.dull.has(one)) continue;
          groups.push((await this.exact(one)).flatMap((found) => this.keysOf(found, one)));
        }
        if (groups.length && groups.every((one) => one.length)) ways.push({ groups, weight: 0.7 });
      }
      const answer = joined(await Promise.all(ways.map((way) => this.answer(way))));
      if (answer.found.size && !ways.every((way) => way.guessed)) return { ...answer, taken };
      const near = await this.misspelt(text);
      if (!near) return { ...answer, taken };
      if (!answer.found.size) taken = near.name;
      else near.way.weight = 0.3;
      return { ...joined([answer, await this.answer(near.way)]), taken };
    }

    async prefix(text) {
      const place = fold(text);
      const ways = [];
      for (let number = this.shard(place); number < this.begin.length && ways.length < 40; number++) {
        if (number > this.shard(place) && !this.begin[number].startsWith(place)) break;
        for (const one of await this.classes(number)) if (one.place.startsWith(place)) ways.push({ groups: [this.refs(one.every)], weight: 0.8, size: this.refs(one.every).reduce((sum, ref) => sum + ref.length, 0) });
      }
      ways.sort((a, b) => b.size - a.size);
      return joined(await Promise.all(ways.slice(0, 40).map((way) => this.answer(way))));
    }

    // A phrase: its words that say something, as far from each other as they were typed.
    async phrase(words) {
      const wanted = words.map((text, at) => ({ text, at })).filter((one) => !this.dull.has(one.text));
      if (!wanted.length) return { found: new Map(), cut: false, dull: true };
      const lists = [];
      for (const one of wanted) lists.push(joined(await Promise.all((await this.ways(one.text)).filter((way) => way.groups.length === 1).map((way) => this.answer(way)))));
      const found = new Map();
      for (const [passage, first] of lists[0].found) {
        for (const start of first.places) {
          const fits = wanted.every((one, i) => lists[i].found.get(passage)?.places.includes(start + one.at - wanted[0].at));
          if (!fits) continue;
          const places = wanted.map((one) => start + one.at - wanted[0].at);
          const score = lists.reduce((sum, list) => sum + list.found.get(passage).score, 0);
          found.set(passage, { score: 1.5 * score, places, phrase: { start: start - wanted[0].at, words } });
          break;
        }
      }
      return { found, cut: false };
    }

    async term(one) {
      if (one.phrase) return this.phrase(one.words);
      if (one.prefix) return this.prefix(one.words[0]);
      return this.word(one.words[0]);
    }

    // The hits of a query, best first: { hits, total, relaxed, taken }.
    async search(query, limit = SHOWN) {
      await this.open();
      const terms = parse(query);
      const said = terms.filter((one) => !one.minus && (one.phrase || !this.dull.has(one.words[0])));
      if (!said.length) return { hits: [], total: 0, dull: terms.length > 0 };
      const answers = await Promise.all(said.map((one) => this.term(one)));
      const barred = await Promise.all(terms.filter((one) => one.minus).map((one) => this.term(one)));
      const scores = new Map();
      const rarity = answers.map((answer) => 0.25 + Math.log(1 + this.passages / (answer.found.size + 1)) / Math.log(2 + this.passages));
      const weights = rarity.reduce((sum, one) => sum + one, 0);
      answers.forEach((answer, number) => {
        for (const [passage, one] of answer.found) {
          if (barred.some((other) => other.found.has(passage))) continue;
          const own = scores.get(passage) ?? { passage, terms: 0, score: 0, lists: [], phrases: [] };
          own.terms += 1;
          own.score += (one.score * rarity[number]) / weights;
          own.lists.push(one.places);
          if (one.phrase) own.phrases.push(one.phrase);
          scores.set(passage, own);
        }
      });
      const needed = answers.filter((one) => !one.cut).length || 1;
      let found = [...scores.values()].filter((one) => one.terms === answers.length);
      if (!found.length && needed < answers.length)
        found = [...scores.values()].filter((one) => answers.every((answer) => answer.cut || answer.found.has(one.passage)));
      const full = new Set(found);
      const relaxed = found.length < limit && answers.length > 1;
      if (relaxed) found = [...scores.values()];
      for (const one of found) {
        if (one.lists.length > 1) one.score *= closeness(one.lists.map((list) => list.map((position) => ({ position }))));
        if (relaxed) one.score *= one.terms / answers.length;
      }
      found.sort((a, b) => full.has(b) - full.has(a) || b.score - a.score || a.passage - b.passage);
      const hits = await this.shown(found, limit);
      const taken = said.map((one, i) => (answers[i].taken ? [one.words[0], answers[i].taken] : null)).filter(Boolean);
      return { hits, total: relaxed ? Math.max(full.size, hits.length) : found.length, relaxed: relaxed && !full.size, taken };
    }

    item(passage) {
      let low = 0, high = this.items.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (this.items[middle].first <= passage) low = middle; else high = middle - 1;
      }
      return this.items[low];
    }

    async shown(found, limit) {
      const hits = [], seen = new Map();
      for (let next = 0; next < found.length && hits.length < limit; next += limit) {
        const some = found.slice(next, next + limit);
        const read = await Promise.all(some.map((one) => this.read(one)));
        for (const hit of read) {
          if (!hit || hits.length >= limit) continue;
          const moments = seen.get(hit.address) ?? [];
          if (hit.at !== null && moments.some((at) => Math.abs(at - hit.at) < 10)) continue;
          seen.set(hit.address, [...moments, hit.at]);
          hits.push(hit);
        }
      }
      return hits;
    }

    // A found passage with its words and its moment; null where a phrase is not there after all.
    async read(one) {
      const item = this.item(one.passage);
      const within = one.passage - item.first;
      const [head, passages] = await this.fetch(`../text/${item.folder}/${Math.floor(within / this.part)}.json`, (bytes) => JSON.parse(new TextDecoder().decode(bytes)));
      const [text, where, turns] = passages[within % this.part];
      const words = text.split(/\s+/u).filter(Boolean);
      for (const phrase of one.phrases) {
        const same = phrase.words.every((word, i) => !this.dull.has(word) || tidy(words[phrase.start + i] ?? "").includes(word));
        if (!same) return null;
      }
      const marks = new Set(one.lists.flat());
      const first = best(one.lists);
      const speaker = turns.filter(([index]) => index <= first).pop()?.[1] ?? null;
      const at = Array.isArray(where) ? moment(where, first) : null;
      const page = Array.isArray(where) ? 0 : where;
      return { address: head[0], title: head[1], label: head[2], detail: head[3], at, page, speaker, words, marks, first, score: one.score };
    }
  }

  const moment = (times, index) => {
    const EVERY = 5;
    const low = Math.min(Math.floor(index / EVERY), times.length - 1);
    const next = times[low + 1] ?? times[low];
    return Math.max(0, Math.floor(times[low] + ((next - times[low]) * (index - low * EVERY)) / EVERY));
  };

  // Over how many words the nearest places of several lists lie.
  const spread = (lists) => {
    let least = Infinity;
    for (const { position } of lists[0]) {
      let low = position, high = position;
      for (const list of lists.slice(1)) {
        const near = list.reduce((a, b) => (Math.abs(b.position - position) < Math.abs(a.position - position) ? b : a)).position;
        low = Math.min(low, near);
        high = Math.max(high, near);
      }
      least = Math.min(least, high - low);
    }
    return least;
  };

  // 1 where words stand side by side (or in one compound), falling to 0.6 where they are far apart.
  const closeness = (lists) => 0.6 + 0.4 / (1 + Math.max(0, spread(lists) - (lists.length - 1)) / 6);

  // Where a snippet begins to matter: the place from which most of the lists are near.
  const best = (lists) => {
    const all = lists.flatMap((list, number) => list.map((position) => ({ position, number })));
    let found = all[0], most = 0;
    for (const one of all) {
      const near = new Set(all.filter((other) => other.position >= one.position && other.position < one.position + 15).map((other) => other.number)).size;
      if (near > most || (near === most && one.position < found.position)) { most = near; found = one; }
    }
    return found.position;
  };

  const joined = (answers) => {
    const found = new Map();
    for (const answer of answers)
      for (const [passage, one] of answer.found) {
        const own = found.get(passage);
        found.set(passage, own ? { score: Math.max(own.score, one.score), places: [...own.places, ...one.places] } : one);
      }
    return { found, cut: answers.some((one) => one.cut) };
  };

  return { Index, parse, ending, fold, distance };
})();

// The page: what is typed stands in its address, so that a search can be kept and shared.
(() => {
  const list = document.getElementById("traffar");
  if (!list) return;
  const field = document.getElementById("fraga"), told = document.getElementById("svar"), more = document.getElementById("fler");
  const index = new mediahubSearch.Index(list.dataset.start);
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
    return make("li", "", make("h2", "", link), facts, snippet(hit));
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
