// The passages that answer a query, best first, as our own engine ranks them.
const mediahubSearch = (() => {
  const { tidy, parse, nameKey, ending, fold, skeleton, checksum, distance } = searchText;
  const { joined, score, closeness, dense } = searchLists;
  const SHOWN = 10, RARE = 10, ENOUGH = 3, MOST_READ = 5, FAR = 0.75;

  class Index extends searchWords.Words {
    // The hits of a query: { hits, total, relaxed, taken }.
    async search(query, limit = SHOWN) {
      await this.open();
      const terms = parse(query);
      const said = terms.filter((one) => !one.minus && (one.kind !== "word" || !this.dull.has(one.words[0])));
      if (!said.length) return { hits: [], total: 0, dull: terms.length > 0 };
      const answers = await Promise.all(said.map((one) => this.term(one)));
      const barred = await this.barred(terms.filter((one) => one.minus));
      let found = this.together(answers, barred);
      if (answers.length > 1 && !found.full.length && (await this.generous(said, answers))) found = this.together(answers, barred);
      if (answers.length > 1 && found.full.length < ENOUGH * limit && (await this.furthest(answers, found.passages))) found = this.sorted(answers, found.passages);
      const relaxed = !found.full.length && answers.length > 1;
      const ranked = found.full.length < limit && answers.length > 1 ? [...found.full, ...found.some] : found.full;
      const hits = await this.shown(ranked, answers, limit);
      const taken = said.map((one, i) => (answers[i].taken ? [one.words[0], answers[i].taken] : null)).filter(Boolean);
      return { hits, total: relaxed ? hits.length : Math.max(found.full.length, hits.length), relaxed, taken };
    }

    async barred(terms) {
      const answers = await Promise.all(terms.map((one) => this.term(one)));
      const ids = answers.flatMap(({ list, taken }) => (taken ? [] : [...list.ids]));
      const cut = await Promise.all(answers.flatMap(({ list, taken }) => (taken ? [] : list.cut.map((key) => this.others(key)))));
      return new Set([...ids, ...cut.flatMap((list) => [...list.ids])]);
    }

    // Every passage that answers any term, with where it stands in the list of each (-1: nowhere).
    together(answers, barred) {
      const passages = new Map();
      answers.forEach(({ list }, k) => {
        for (let i = 0; i < list.n; i++) {
          const id = list.ids[i];
          let at = passages.get(id);
          if (!at) {
            if (barred.has(id)) continue;
            passages.set(id, (at = new Int32Array(answers.length).fill(-1)));
          }
          at[k] = i;
        }
      });
      return this.sorted(answers, passages);
    }

    // Those that have all, and those that have some, best first. -2 is for a passage that has a term
    // at no known place; `far` of an answer has such.
    sorted(answers, passages) {
      const usual = Math.log(2 + this.passages);
      const rarity = answers.map(({ list }) => 0.25 + Math.log(1 + this.passages / (list.total + 1)) / usual);
      const weights = rarity.reduce((sum, one) => sum + one, 0);
      const full = [], some = [];
      const lists = answers.map(({ list }) => list);
      for (const [id, at] of passages) {
        let sum = 0, terms = 0;
        for (let k = 0; k < lists.length; k++) {
          if (at[k] === -1) continue;
          terms += 1;
          const part = at[k] >= 0 ? score(lists[k], at[k]) : answers[k].far.get(id);
          sum += (part * rarity[k]) / weights;
        }
        const all = terms === lists.length;
        if (all && terms > 1) sum *= closeness(lists, at);
        (all ? full : some).push({ id, at, score: all ? sum : (sum * terms) / lists.length });
      }
      const order = (a, b) => b.score - a.score || a.id - b.id;
      full.sort(order);
      if (full.length < SHOWN * ENOUGH) some.sort(order);
      return { passages, full, some };
    }

    // Where nothing has all words: rare ones may be slips of the pen. Whether that gave anything.
    async generous(said, answers) {
      let more = false;
      await Promise.all(said.map(async (one, k) => {
        if (one.kind !== "word" || answers[k].taken || answers[k].list.total >= RARE) return;
        const { list } = await this.misspelt(one.words[0]);
        if (!list.n) return;
        answers[k] = { ...answers[k], list: joined([answers[k].list, list]) };
        more = true;
      }));
      return more;
    }

    // Where few have all words, those of very common ones are looked for in their second lists too.
    async furthest(answers, passages) {
      const cut = answers.map((one, k) => (one.list.cut.length ? k : -1)).filter((k) => k >= 0);
      if (!cut.length || cut.length === answers.length) return false;
      await Promise.all(cut.map(async (k) => {
        const lists = await Promise.all(answers[k].list.cut.map((key) => this.others(key)));
        answers[k].far = new Map();
        for (const list of lists)
          for (let i = 0; i < list.n; i++) {
            const at = passages.get(list.ids[i]);
            if (!at || at[k] >= 0) continue;
            at[k] = -2;
            answers[k].far.set(list.ids[i], FAR * dense(1, list.size[i]));
          }
      }));
      return true;
    }

    item(passage) {
      let low = 0, high = this.first.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (this.first[middle] <= passage) low = middle; else high = middle - 1;
      }
      return low;
    }

    async shown(found, answers, limit) {
      const hits = [], nearly = [], seen = new Map();
      for (let next = 0; next < Math.min(found.length, limit * MOST_READ) && hits.length < limit; next += limit) {
        const read = await Promise.all(found.slice(next, next + limit).map((one) => this.read(one, answers)));
        for (const hit of read) {
          if (!hit || hits.length >= limit) continue;
          const moments = seen.get(hit.address) ?? [];
          if (hit.at !== null && moments.some((at) => Math.abs(at - hit.at) < 10)) continue;
          seen.set(hit.address, [...moments, hit.at]);
          (hit.exact ? hits : nearly).push(hit);
        }
      }
      return [...hits, ...nearly].slice(0, limit);
    }

    // A found passage with its words and its moment; null where a phrase is not there after all.
    async read(one, answers) {
      const number = this.item(one.id), within = one.id - this.first[number];
      const file = Math.floor(within / this.size), digest = this.digests.text(this.runs[number] + Math.floor(file / this.run));
      const [head, passages] = await this.part(`text/${this.folder(number)}/${file}.json`, digest, (bytes) => JSON.parse(new TextDecoder().decode(bytes)));
      const [text, where, turns] = passages[within % this.size];
      const words = text.split(/\s+/u).filter(Boolean);
      const lists = answers.map(({ list }, k) => (one.at[k] >= 0 ? [...list.pos.subarray(list.start[one.at[k]], list.start[one.at[k] + 1])] : []));
      let exact = true;
      answers.forEach(({ words: wanted, ahead }, k) => {
        if (!wanted || one.at[k] < 0) return;
        const said = lists[k].map((at) => wanted.map((word, i) => [word, tidy(words[at - ahead + i] ?? "").includes(word)]));
        const there = lists[k].filter((_, i) => said[i].every(([word, same]) => same || !this.dull.has(word)));
        exact &&= said.some((run) => run.every(([, same]) => same));
        lists[k] = there.flatMap((at) => wanted.map((_, i) => at - ahead + i));
      });
      if (answers.some(({ words: wanted }, k) => wanted && one.at[k] >= 0 && !lists[k].length)) return null;
      const marks = new Set(lists.flat());
      const first = best(lists);
      const speaker = turns.filter(([index]) => index <= first).pop()?.[1] ?? null;
      const at = Array.isArray(where) ? moment(where, first) : null;
      const page = Array.isArray(where) ? 0 : where;
      return { address: head[0], title: head[1], label: head[2], detail: head[3], at, page, speaker, words, marks, first, exact, score: one.score };
    }
  }

  // What is asked on a page that may stand open while the site is published anew: where files of
  // the index are gone, all is asked again of the one that there is now. `current` tells its beginning.
  class Latest {
    constructor(start, current) {
      Object.assign(this, { start, current, index: new Index(start) });
    }

    async search(query, limit) {
      for (;;) {
        const { index } = this;
        try {
          return await index.search(query, limit);
        } catch (error) {
          if (!(error instanceof searchWords.Gone) || !(await this.renewed(index))) throw error;
        }
      }
    }

    // Whether there is another index than this one.
    async renewed(index) {
      const start = await this.current();
      if (this.index !== index) return true;
      if (!start || start === this.start) return false;
      Object.assign(this, { start, index: new Index(start) });
      return true;
    }
  }

  const moment = (times, index) => {
    const EVERY = 5;
    const low = Math.min(Math.floor(index / EVERY), times.length - 1);
    const next = times[low + 1] ?? times[low];
    return Math.max(0, Math.floor(times[low] + ((next - times[low]) * (index - low * EVERY)) / EVERY));
  };

  // Where a snippet begins to matter: the place from which most of the lists are near.
  const best = (lists) => {
    const all = lists.flatMap((list, number) => list.map((position) => ({ position, number })));
    let found = all[0], most = 0;
    for (const one of all) {
      const near = new Set(all.filter((other) => other.position >= one.position && other.position < one.position + 15).map((other) => other.number)).size;
      if (near > most || (near === most && one.position < found.position)) { most = near; found = one; }
    }
    return found?.position ?? 0;
  };

  return { Index, Latest, parse, nameKey, ending, fold, skeleton, checksum, distance };
})();
