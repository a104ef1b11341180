// Where words stand: lists of passages in order, each with its places and how well each answers.
// A list: n passages, their `ids`, `size` (words by 12) and `start` (of the places of each in `pos`
// and `worth`); `total` is in how many passages the words stand, `cut` the keys that have more.
const searchLists = (() => {
  const WORTH = [1, 0.95, 0.75, 0.5];  // a whole word, a head, a part, a verb; the index has the same
  const NEAR = [[0, 0.72], [3, 0.62], [8, 0.5]], JOINED = [[1, 1], [3, 0.7], [8, 0.5]];
  const TORN = 0.85, USUAL = 60, STEP = 12;
  const NOTHING = { n: 0, ids: new Uint32Array(0), size: new Uint8Array(0), start: new Uint32Array(1), pos: new Uint16Array(0), worth: new Float32Array(0), total: 0, cut: [] };

  const reader = (bytes, at) => ({
    at,
    next() {
      let value = 0, shift = 1, byte;
      do { byte = bytes[this.at++]; value += (byte & 127) * shift; shift *= 128; } while (byte & 128);
      return value;
    },
  });

  // The keys of a file: in how many passages each stands, of how many is told, and where.
  const directory = (bytes) => {
    const input = reader(bytes, 0), keys = new Map(), order = [];
    for (let left = input.next(); left > 0; left--) {
      const length = input.next();
      const key = new TextDecoder().decode(bytes.subarray(input.at, input.at + length));
      input.at += length;
      const one = { total: input.next(), told: input.next(), length: input.next() };
      keys.set(key, one);
      order.push(one);
    }
    let offset = input.at;
    for (const one of order) { one.offset = offset; offset += one.length; }
    return { bytes, keys };
  };

  // The list of a key; `first` has the number of each item's first passage.
  const decoded = (file, key, first, places = true) => {
    const one = file.keys.get(key);
    if (!one) return NOTHING;
    const input = reader(file.bytes, one.offset);
    const ids = new Uint32Array(one.told), size = new Uint8Array(one.told), start = new Uint32Array(one.told + 1);
    const pos = new Uint16Array(places ? one.length : 0), worth = new Float32Array(pos.length);
    let item = 0, within = 0, at = 0;
    for (let i = 0; i < one.told; i++) {
      const told = input.next();
      if (told & 1) { within = told >> 1; item += input.next(); } else within += told >> 1;
      ids[i] = first[item] + within;
      const head = input.next();
      size[i] = head & 15;
      let position = 0;
      if (places)
        for (let left = head >> 4; left > 0; left--) {
          const step = input.next();
          position += step >> 2;
          pos[at] = position;
          worth[at++] = WORTH[step & 3];
        }
      start[i + 1] = at;
    }
    return { n: one.told, ids, size, start, pos, worth, total: one.total, cut: one.total > one.told ? [key] : [] };
  };

  const weighed = (list, weight) => (weight === 1 ? list : { ...list, worth: list.worth.map((one) => one * weight) });

  class Writer {
    constructor() { Object.assign(this, { ids: [], size: [], start: [0], pos: [], worth: [] }); }
    place(position, worth) { this.pos.push(position); this.worth.push(worth); }
    passage(id, size) { this.ids.push(id); this.size.push(size); this.start.push(this.pos.length); }
    list(total, cut = []) {
      return { n: this.ids.length, ids: Uint32Array.from(this.ids), size: Uint8Array.from(this.size), start: Uint32Array.from(this.start), pos: Uint16Array.from(this.pos), worth: Float32Array.from(this.worth), total: total ?? this.ids.length, cut };
    }
  }

  const both = (a, b) => {
    const out = new Writer();
    let i = 0, j = 0, shared = 0;
    while (i < a.n || j < b.n) {
      const id = Math.min(i < a.n ? a.ids[i] : Infinity, j < b.n ? b.ids[j] : Infinity);
      const own = i < a.n && a.ids[i] === id, other = j < b.n && b.ids[j] === id;
      let p = own ? a.start[i] : 0, q = other ? b.start[j] : 0;
      const pEnd = own ? a.start[i + 1] : 0, qEnd = other ? b.start[j + 1] : 0;
      while (p < pEnd || q < qEnd) {
        if (q >= qEnd || (p < pEnd && a.pos[p] < b.pos[q])) { out.place(a.pos[p], a.worth[p]); p++; }
        else if (p >= pEnd || b.pos[q] < a.pos[p]) { out.place(b.pos[q], b.worth[q]); q++; }
        else { out.place(a.pos[p], Math.max(a.worth[p], b.worth[q])); p++; q++; }
      }
      out.passage(id, own ? a.size[i] : b.size[j]);
      if (own && other) shared++;
      if (own) i++;
      if (other) j++;
    }
    return out.list(a.total + b.total - shared, [...a.cut, ...b.cut]);
  };

  // What any of the lists has.
  const joined = (lists) => lists.filter((list) => list.n).reduce((a, b) => (a.n ? both(a, b) : b), NOTHING);

  // The place nearest to `position` among those of passage i, the later of equals.
  const nearest = (list, i, position) => {
    let found = list.start[i];
    for (let p = found + 1; p < list.start[i + 1]; p++) if (Math.abs(list.pos[p] - position) <= Math.abs(list.pos[found] - position)) found = p;
    return found;
  };

  // Each passage that all lists have, with where it stands in each: the first is the shortest.
  const shared = function* (lists) {
    const at = lists.map(() => 0);
    const least = lists.reduce((best, list, i) => (list.n < lists[best].n ? i : best), 0);
    for (let i = 0; i < lists[least].n; i++) {
      const id = lists[least].ids[i];
      let all = true;
      for (let k = 0; k < lists.length; k++) {
        const ids = lists[k].ids;
        while (at[k] < lists[k].n && ids[at[k]] < id) at[k]++;
        if (ids[at[k]] !== id) { all = false; break; }
      }
      if (all) yield [id, at, least];
    }
  };

  // Where something of every list stands near the others: the parts of a compound.
  const near = (lists, quality = NEAR) => {
    const out = new Writer(), most = quality[quality.length - 1][0];
    for (const [id, at, least] of shared(lists)) {
      const found = new Map();
      for (let p = lists[least].start[at[least]]; p < lists[least].start[at[least] + 1]; p++) {
        const position = lists[least].pos[p];
        const places = lists.map((list, k) => (k === least ? p : nearest(list, at[k], position)));
        const far = Math.max(...places.map((place, k) => Math.abs(lists[k].pos[place] - position)));
        if (far > most) continue;
        const torn = quality === NEAR && places.every((place, k) => lists[k].pos[place] === lists[0].pos[places[0]] + k && lists[k].worth[place] === 1);
        const worth = torn ? TORN : quality.find(([distance]) => far <= distance)[1];
        places.forEach((place, k) => found.set(lists[k].pos[place], Math.max(worth, found.get(lists[k].pos[place]) ?? 0)));
      }
      if (!found.size) continue;
      for (const position of [...found.keys()].sort((a, b) => a - b)) out.place(position, found.get(position));
      out.passage(id, lists[0].size[at[0]]);
    }
    return out.list();
  };

  // Where the lists' words stand just so far from the first as told.
  const phrase = (lists, offsets) => {
    const out = new Writer();
    for (const [id, at] of shared(lists)) {
      const here = lists.map((list, k) => list.pos.subarray(list.start[at[k]], list.start[at[k] + 1]));
      const starts = [...here[0]].filter((start) => here.every((places, k) => places.includes(start + offsets[k] - offsets[0])));
      if (!starts.length) continue;
      for (const start of starts) out.place(start, 1);
      out.passage(id, lists[0].size[at[0]]);
    }
    return out.list();
  };

  // How many places in a passage of so many words are worth: BM25's saturation, with a usual length
  // in place of the average.
  const dense = (count, size) => count / (count + 0.25 + (0.75 * (size + 0.5) * STEP) / USUAL);

  const score = (list, i) => {
    let best = 0;
    for (let p = list.start[i]; p < list.start[i + 1]; p++) best = Math.max(best, list.worth[p]);
    return best * dense(list.start[i + 1] - list.start[i], list.size[i]);
  };

  // 1 where words stand side by side (or in one compound), falling to 0.6 where they are far apart.
  const closeness = (lists, at) => {
    const APART = 0.6, HALF_WAY = 6, FAR = 60;
    if (lists.some((list, k) => at[k] < 0)) return APART;
    const least = lists.reduce((best, list, k) => (list.total < lists[best].total ? k : best), 0);
    let narrow = Infinity;
    for (let p = lists[least].start[at[least]]; p < lists[least].start[at[least] + 1]; p++) {
      let low = lists[least].pos[p], high = low;
      const position = low;
      for (let k = 0; k < lists.length; k++) {
        if (k === least) continue;
        const other = lists[k].pos[nearest(lists[k], at[k], position)];
        low = Math.min(low, other);
        high = Math.max(high, other);
      }
      narrow = Math.min(narrow, high - low);
    }
    const over = Math.max(0, narrow - (lists.length - 1));
    return over > FAR ? APART : APART + (1 - APART) / (1 + over / HALF_WAY);
  };

  return { NOTHING, JOINED, directory, decoded, weighed, joined, near, phrase, dense, score, closeness };
})();
