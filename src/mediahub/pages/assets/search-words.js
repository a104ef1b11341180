// The index's files, and what a word that is typed may stand for in them.
const searchWords = (() => {
  const { fold, tidy, nameKey, ending, skeleton, checksum, alike, distance } = searchText;
  const { NOTHING, JOINED, directory, decoded, weighed, joined, near, phrase } = searchLists;
  const [COMPOUND, GUESSED, ALIKE, NAME, SYNONYM, FOLDED, FOLDED_TOO, SPELLING, SPELT_TOO] = [1, 0.9, 0.5, 0.5, 0.8, 0.85, 0.3, 0.6, 0.3];
  const MARKS = ["/", "|", "!"];  // of 4, 32 and very many passages
  const MOST_BEGUN = 24, MOST_BEGUN_OFTEN = 8, MOST_WAYS = 3;
  const FEW = 10;  // of a word that stands in fewer passages others are tried too

  // How often a key stands, from 0 to 3, and its name.
  const marked = (text) => {
    const often = MARKS.indexOf(text.slice(-1)) + 1;
    return { name: often ? text.slice(0, -1) : text, often };
  };

  const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const DIGEST = 3, SUM = 4;  // bytes of a digest, and of a key's checksum before it or of an item's folder

  // The digests that the names of files end in: in order, or by the checksums of keys.
  const inOrder = (bytes) => (at) => hex(bytes.subarray(DIGEST * at, DIGEST * (at + 1)));
  const byKey = (bytes) => {
    const found = new Map();
    for (let at = 0; at < bytes.length; at += SUM + DIGEST) found.set(parseInt(hex(bytes.subarray(at, at + SUM)), 16), hex(bytes.subarray(at + SUM, at + SUM + DIGEST)));
    return (sum) => found.get(sum);
  };

  // A file of the index stands no more: another has been published.
  class Gone extends Error {}

  class Words {
    constructor(start) {
      this.start = new URL(start, document.baseURI);
      this.kept = new Map();
      this.opened = null;
      this.fetched = 0;
    }

    // A file by its name without its digest.
    part(name, digest, read) {
      const dot = name.lastIndexOf(".");
      return this.fetch(`${name.slice(0, dot)}-${this.format}${digest}${name.slice(dot)}`, read);
    }

    fetch(address, read) {
      const url = new URL(address, this.start);
      if (!this.kept.has(url.href)) {
        const wanted = fetch(url.href).then(async (answer) => {
          if (answer.status === 404 || answer.status === 410) throw new Gone(`${url}: ${answer.status}`);
          if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
          const bytes = new Uint8Array(await answer.arrayBuffer());
          this.fetched += bytes.length;
          return read(bytes);
        });
        wanted.catch(() => this.kept.delete(url.href));
        this.kept.set(url.href, wanted);
      }
      return this.kept.get(url.href);
    }

    open() {
      this.opened ??= this.fetch("", (bytes) => this.beginWith(JSON.parse(new TextDecoder().decode(bytes))));
      return this.opened;
    }

    beginWith({ format, passages, part, run, begin, endings, synonyms, names, dull, buckets, items, folders, digests }) {
      Object.assign(this, { format, passages, size: part, begin, endings, synonyms, names, dull: new Set(dull), first: [], runs: [], run });
      [this.buckets, this.slips] = buckets;
      let first = 0, runs = 0;
      for (const count of items) {
        this.first.push(first);
        this.runs.push(runs);
        first += count;
        runs += Math.ceil(Math.ceil(count / part) / run);
      }
      const sums = bytesOf(folders);
      this.folder = (number) => hex(sums.subarray(SUM * number, SUM * (number + 1)));
      this.digests = {};
      for (const kind of ["w", "p", "s", "text"]) this.digests[kind] = inOrder(bytesOf(digests[kind]));
      for (const kind of ["own", "far"]) this.digests[kind] = byKey(bytesOf(digests[kind]));
    }

    leaf(place) {
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
      const begin = this.begin[number];
      const file = /^[a-z0-9]*$/.test(begin) ? begin : `${hex(new TextEncoder().encode(begin))}_`;
      return this.part(`w/${file}.txt`, this.digests.w(number), (bytes) => {
        let before = "";
        return new TextDecoder().decode(bytes).split("\n").filter(Boolean).map((line) => {
          const [name, every, fewer, groups, alike] = line.split("\t");
          before = before.slice(0, parseInt(name[0], 36)) + name.slice(1);
          return { name: before, place: fold(before), every, fewer, groups, alike };
        });
      });
    }

    keys(one, text) {
      return text ? text.split(" ").map((key) => marked(key.startsWith(".") ? one.name + key.slice(1) : key)) : [];
    }

    keysOf(one, word) {
      for (const form of (one.fewer ?? "").split(";")) if (form.startsWith(`${word}=`)) return this.keys(one, form.slice(word.length + 1));
      return this.keys(one, one.every);
    }

    groupsOf(one) {
      return (one.groups ?? "").split("+").filter(Boolean).map((text) => this.keys(one, text));
    }

    // How often the words of a class stand, from 0 to 3.
    often(one) {
      return Math.max(...this.keys(one, one.every).map((key) => key.often));
    }

    // The classes of a word as it is typed, and of those that are the same without accents.
    async exact(word) {
      const name = ending(word, this.endings);
      const place = fold(name);
      const near = (await this.classes(this.leaf(place))).filter((one) => one.place === place);
      return { same: near.filter((one) => one.name === name), folded: near.filter((one) => one.name !== name) };
    }

    async list(key) {
      const sum = checksum(key.name);
      const bucket = sum % this.buckets;
      const own = (key.often ?? 3) === 3 && this.digests.own(sum);
      const file = own
        ? this.part(`p/own-${sum.toString(16)}.bin`, own, directory)
        : this.part(`p/${bucket.toString(16)}.bin`, this.digests.p(bucket), directory);
      return decoded(await file, key.name, this.first);
    }

    // The passages of a key that its list leaves out, without places.
    async others(name) {
      const sum = checksum(name);
      const file = await this.part(`p/far-${sum.toString(16)}.bin`, this.digests.far(sum), directory);
      return decoded(file, name, this.first, false);
    }

    async any(keys) {
      const once = [...new Map(keys.map((key) => [key.name, key])).values()];
      return joined(await Promise.all(once.map((key) => this.list(key))));
    }

    async nearby(groups) {
      return near(await Promise.all(groups.map((keys) => this.any(keys))));
    }

    // What a class answers for a word: itself, its parts near each other, what sounds like it.
    async ofClass(one, word, weight) {
      const groups = this.groupsOf(one);
      const alike = this.keys(one, one.alike);
      const lists = await Promise.all([
        this.any(this.keysOf(one, word)),
        groups.length > 1 ? this.nearby(groups).then((list) => weighed(list, COMPOUND)) : NOTHING,
        alike.length ? this.any(alike).then((list) => weighed(list, ALIKE)) : NOTHING,
      ]);
      return weighed(joined(lists), weight);
    }

    // A compound that the index has not seen, or that is torn in the text, as words that it has:
    // the ways in which it can be taken apart, the longest beginnings first.
    async apart(word, depth = 0) {
      const ways = [];
      if (word.length < 6 || depth > 2 || !/^\p{L}+$/u.test(word)) return ways;
      for (let cut = word.length - 3; cut >= 3 && ways.length < MOST_WAYS; cut--) {
        const head = await this.head(word.slice(0, cut));
        if (!head) continue;
        const rest = word.slice(cut);
        const { same } = await this.exact(rest);
        if (same.length) ways.push([head, same.flatMap((one) => this.keysOf(one, rest))]);
        for (const more of await this.apart(rest, depth + 1)) ways.push([head, ...more]);
      }
      return ways.slice(0, MOST_WAYS);
    }

    async head(text) {
      const forms = text.endsWith("s") && text.length > 3 ? [text, text.slice(0, -1)] : [text];
      if (/[uo]$/.test(text)) forms.push(`${text.slice(0, -1)}a`, `${text.slice(0, -1)}e`);
      for (const form of forms) {
        const { same } = await this.exact(form);
        if (same.length) return same.flatMap((one) => this.keys(one, one.every));  // a linking form is no form of its own
      }
      return null;
    }

    // The classes that a word may be a slip of the pen for, the likeliest first: those that begin
    // alike, and those that have the same consonants.
    async slipsOf(word) {
      const name = ending(word, this.endings), place = fold(name);
      if (place.length < 4) return [];
      const most = place.length < 7 ? 1 : place.length < 11 ? 2 : 3;
      const bones = skeleton(name), bucket = checksum(bones) % this.slips;
      const [beside, lines] = await Promise.all([
        this.classes(this.leaf(place)),
        this.part(`s/${bucket.toString(16)}.txt`, this.digests.s(bucket), (bytes) => new Map(new TextDecoder().decode(bytes).split("\n").map((line) => line.split("\t")))),
      ]);
      const found = new Map();
      const consider = (other, often, keys = []) => {
        const whole = keys.map((key) => distance(fold(word), fold(key.name), most));
        const far = Math.min(distance(place, fold(other), most), ...whole);
        if (other === name || far > most) return;
        const start = fold(other)[0];
        found.set(other, { name: other, far, score: far - often / 8 + (start === place[0] ? 0 : alike(start, place[0]) ? 0.1 : 0.5) });
      };
      for (const one of beside) consider(one.name, this.often(one), this.keys(one, one.every).slice(0, 2));
      for (const one of (lines.get(bones) ?? "").split(" ").filter(Boolean)) consider(marked(one).name, marked(one).often);
      return [...found.values()].sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
    }

    // The passages for which a word may have been misspelt.
    async misspelt(word) {
      const found = await this.slipsOf(word);
      const near = found.filter((one) => one.score <= found[0].score + 0.5).slice(0, 3);
      const lists = await Promise.all(near.map(async (slip) => {
        const own = (await this.classes(this.leaf(fold(slip.name)))).filter((one) => one.name === slip.name);
        const weight = SPELLING - 0.1 * Math.max(0, slip.far - 1);
        slip.word = own.flatMap((one) => this.keys(one, one.every))[0]?.name;
        return joined(await Promise.all(own.map(async (one) => weighed(joined([await this.any(this.keys(one, one.every)), await this.any(this.keys(one, one.alike))]), weight))));
      }));
      return { list: joined(lists), taken: near.length ? near[0].word : null };
    }

    // What a glossary gives for a word: another word, or several side by side or near each other.
    async synonym(text) {
      const words = tidy(text).split(/\s+/).map((word, at) => ({ word, at })).filter((one) => one.word && !this.dull.has(one.word));
      const lists = await Promise.all(words.map(async ({ word }) => {
        const { same } = await this.exact(word);
        return this.any(same.flatMap((one) => this.keysOf(one, word)));
      }));
      if (!lists.length || lists.some((list) => !list.n)) return NOTHING;
      const list = lists.length > 1 ? joined([phrase(lists, words.map((one) => one.at)), near(lists)]) : lists[0];
      return weighed(list, SYNONYM);
    }

    // Where a word stands as a name, in any spelling.
    async named(word) {
      if (!/^[\p{L}']{2,}$/u.test(word)) return NOTHING;
      const owned = word.endsWith("s") ? [word.slice(0, -1)] : [];
      const keys = [...new Set([word, ...owned].map((one) => nameKey(one, this.names)))].filter((key) => key.length > 1);
      return weighed(await this.any(keys.map((key) => ({ name: this.names.mark + key }))), NAME);
    }

    // Where a word stands in any form, or what may stand for it: { list, taken }.
    async word(text, raw = text) {
      const { same, folded } = await this.exact(text);
      const lists = await Promise.all(same.map((one) => this.ofClass(one, text, 1)));
      const own = Math.max(-1, ...same.map((one) => this.often(one)));
      const typed = fold(text) === text;
      for (const one of folded)
        if (!same.length || (typed && this.often(one) > own)) lists.push(await this.ofClass(one, text, same.length ? FOLDED_TOO : FOLDED));
      for (const other of this.synonyms[text] ?? this.synonyms[ending(text, this.endings)] ?? []) lists.push(await this.synonym(other));
      if (raw !== text || !lists.some((list) => list.n)) lists.push(await this.named(text));
      const sure = lists.some((list) => list.n);
      if (lists.reduce((sum, list) => sum + list.n, 0) < FEW)
        for (const parts of await this.apart(text)) lists.push(weighed(await this.nearby(parts), GUESSED));
      const list = joined(lists);
      if (sure) return { list, taken: null };
      const near = await this.misspelt(text);
      return list.n ? { list: joined([list, weighed(near.list, SPELT_TOO / SPELLING)]), taken: null } : near;
    }

    async prefix(text) {
      const place = fold(text), found = [], first = this.leaf(place);
      for (let number = first; number < this.begin.length && number < first + 6; number++) {
        if (number > first && !this.begin[number].startsWith(place)) break;
        for (const one of await this.classes(number)) if (one.place.startsWith(place)) found.push(...this.keys(one, one.every).filter((key) => fold(key.name).startsWith(place)));
      }
      const keys = [...new Map(found.map((key) => [key.name, key])).values()].sort((a, b) => b.often - a.often);
      const often = keys.filter((key) => key.often === 3).slice(0, MOST_BEGUN_OFTEN);
      return { list: await this.any([...often, ...keys.filter((key) => key.often < 3)].slice(0, MOST_BEGUN)), taken: null };
    }

    // Words in just this order; those that say nothing are looked for in the text itself.
    async phrase(words) {
      const wanted = words.map((text, at) => ({ text, at })).filter((one) => !this.dull.has(one.text));
      if (!wanted.length) return { list: NOTHING, taken: null, words };
      const lists = await Promise.all(wanted.map(async ({ text }) => {
        const { same, folded } = await this.exact(text);
        return this.any((same.length ? same : folded).flatMap((one) => this.keysOf(one, text)));
      }));
      const list = phrase(lists, wanted.map((one) => one.at));
      return { list, taken: null, words, ahead: wanted[0].at };
    }

    // Words with hyphens between: as one word, or side by side.
    async joined(word, raw) {
      const whole = await Promise.all([word, word.replaceAll("-", "")].map(async (text) => {
        const { same } = await this.exact(text);
        return this.any(same.flatMap((one) => this.keysOf(one, text)));
      }));
      whole.push(await this.named(word.replaceAll("-", "")));
      const raws = raw.split("-").filter((one) => one && !this.dull.has(one.toLowerCase()));
      const parts = await Promise.all(raws.map((one) => this.word(one.toLowerCase(), one)));
      const lists = parts.map((one) => one.list);
      const list = joined([...whole, lists.length > 1 ? near(lists, JOINED) : lists[0] ?? NOTHING]);
      return { list, taken: null };
    }

    term(one) {
      if (one.kind === "phrase") return this.phrase(one.words);
      return this[one.kind](one.words[0], one.raws[0]);
    }
  }

  return { Words, Gone, SPELLING };
})();
