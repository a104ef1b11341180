// Search without a server. The index lies in files beside the page; only those that a query needs
// are fetched. What they hold is told in the room that makes them (findable).
"use strict";

// What is typed: read, cut and folded as the index does it.
const searchText = (() => {
  const FOLDED = { "ø": "o", "æ": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ß": "s" };
  const SOUNDS = [[/^[hgdl]j/, "j"], [/^[aeiouy]/, "a"], [/ph/g, "f"], [/[cq]/g, "k"], [/z/g, "s"], [/w/g, "v"], [/x/g, "ks"], [/(?<!^)[aeiouyhj]/g, ""]];
  const ALIKE = ["vw", "kcq", "szc", "iyj", "ae", "ao", "gj", "uoy"];
  const SHORTEST = 3;

  const fold = (text) =>
    text.toLowerCase().replace(/[øæłđðþß]/g, (one) => FOLDED[one]).normalize("NFD").replace(/\p{M}/gu, "");

  const clean = (text) =>
    text.normalize("NFC").replace(/[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]/g, "").replace(/[“”„‟″«»]/g, '"')
      .replace(/[‘’‚‛′´`]/g, "'").replace(/[\u2010\u2011\u2212]/g, "-").replace(/[\u00a0\u2007\u2009\u202f]/g, " ");

  const tidy = (text) => clean(text).toLowerCase();

  // What is written in several ways, written in one, as the index has it: 25 000 and 25.000, 14:30,
  // 0,5, 70% and 25kr; t.ex. and A. M. without points; EU:s and EUs as EU.
  const WAYS = [
    [/(?<![\d.,:/-])(?<!\d )[1-9]\d{0,2}(?: \d{3})+(?:,\d{1,2})?(?!\d)(?! \d)/g, (number) => number.replaceAll(" ", "")],
    [/(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])/g, "$1.$2"],
    [/(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.,]*\d)|(?<![\d.,])[1-9]\d{0,2}(?:,000)+(?![\d.,]*\d)/g, (number) => number.replace(/[.,]/g, "")],
    [/(?<![\d.,])0*(\d+)[.,](\d+)(?![.,]?\d)/g, "$1.$2"],
    [/(\d)(kr|kronor|tkr|mkr|procent|km|cm|mm|kg|tim|min|år|st|sek)(?![\p{L}\p{N}])/giu, "$1 $2"],
    [/%/g, " procent "],
    [/§/g, " paragraf "],
    [/(?<![\p{L}\p{N}_.])\p{L}{1,4}(?:\.\p{L}{1,4}){1,4}\.?(?![\p{L}\p{N}_])/gu, (short) => short.replaceAll(".", "")],
    [/(?<![\p{L}\p{N}_])[A-ZÅÄÖ](?:[. ] ?[A-ZÅÄÖ]){1,3}\.?(?![\p{L}\p{N}_])/gu, (short) => short.replace(/[. ]/g, "")],
    [/(?<![\p{L}\p{N}_])(\p{L}+):[a-zåäö]{1,4}(?![\p{L}\p{N}_])/gu, "$1"],
    [/(?<![\p{L}\p{N}_])([A-ZÅÄÖ]{2,})(?:s|n|ns|en|ens|et|ets|ar|arna|er|erna|na)(?![\p{L}\p{N}_])/gu, "$1"],
  ];
  const inOneWay = (text) => WAYS.reduce((now, [pattern, instead]) => now.replace(pattern, instead), text);

  // A query is words, "phrases", -words, beginnings*, and words-that-are-joined.
  const parse = (query) => {
    const terms = [];
    const written = clean(query).split('"').map((part, at) => (at % 2 ? part : inOneWay(part))).join('"');
    for (const match of written.matchAll(/(-?)"([^"]*)"?|(-?)([^\s"]+)/g)) {
      const minus = (match[1] || match[3]) === "-";
      const text = match[2] ?? match[4];
      const raws = text.match(/[\p{L}\p{N}]+(?:['.,:-][\p{L}\p{N}]+)*/gu) ?? [];
      if (!raws.length) continue;
      const words = raws.map((raw) => raw.toLowerCase());
      if (match[2] !== undefined || words.length > 1) terms.push({ kind: "phrase", words, raws, minus });
      else if (text.endsWith("*") && words[0].length > 1) terms.push({ kind: "prefix", words, raws, minus });
      else if (/\p{L}-\p{L}/u.test(words[0])) terms.push({ kind: "joined", words, raws, minus });
      else terms.push({ kind: "word", words, raws, minus });
    }
    return terms;
  };

  // The key that the spellings of one name share, by the index's own steps.
  const nameKey = (word, { letters, steps }) => {
    const plain = [...word.toLowerCase().normalize("NFC")].map((one) => letters[one] ?? (/[åäö]/.test(one) ? one : one.normalize("NFD").replace(/\p{M}/gu, ""))).join("");
    return steps.reduce((key, [pattern, instead]) => key.replace(new RegExp(pattern, "g"), instead.replace("\\1", "$1")), plain);
  };

  const ending = (word, endings) => {
    for (const one of endings) if (word.endsWith(one) && word.length - one.length >= SHORTEST) return word.slice(0, -one.length);
    return word;
  };

  const skeleton = (word) => {
    const letters = SOUNDS.reduce((text, [pattern, instead]) => text.replace(pattern, instead), fold(word));
    return letters.slice(0, 1) + [...new Set(letters.slice(1))].sort().join("");
  };

  const checksum = (text) => {
    let sum = -1;
    for (const byte of new TextEncoder().encode(text)) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
    }
    return ~sum >>> 0;
  };

  const alike = (a, b) => ALIKE.some((letters) => letters.includes(a) && letters.includes(b));

  // How many letters must be put in, taken out, changed or swapped; one for another that sounds
  // like it counts half. More than `most` is most + 1.
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = null, row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        const other = a[i - 1] === b[j - 1] ? 0 : alike(a[i - 1], b[j - 1]) ? 0.5 : 1;
        let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + other);
        if (before && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        next.push(cost);
      }
      if (Math.min(...next) > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[b.length];
  };

  return { fold, tidy, parse, nameKey, ending, skeleton, checksum, alike, distance };
})();
