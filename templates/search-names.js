// The names of all works and notes, in memory, and works by their addresses.
(() => {
  "use strict";
  const shared = window.papergarden.searching;
  const { tables, fetchAll, loadPart, wordsOf, compounds, lastSigns } = shared;

  // How much a word counts in a name, and in what a work is filed under.
  const TITLE = 10, LABEL = 6;
  const docs = []; // {key, type, ..., names, labels}
  const byKey = new Map();
  const namesOf = new Map(); // by word: [document, weight]
  const nameWords = []; // sorted
  const prepare = () => {
    for (const [key, entry] of [...tables.names].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const { t, k, s = "", d = "", y = [], a = [], u = [], g = [], p = [], n = [], l = 0 } = entry;
      const doc = {
        key, type: s ? "work" : "note", title: t, kind: k, status: s, day: d, years: y, aliases: a,
        tags: g, topics: p, authors: u, length: l, labels: [...u, ...g, ...p],
        names: [t, ...a, ...n, ...[t, ...a].flatMap(shortNames)].map(wordsOf),
      };
      doc.labelWords = doc.labels.flatMap(wordsOf);
      const weights = new Map();
      for (const word of doc.labelWords) weights.set(word, LABEL);
      for (const word of doc.names.flat()) weights.set(word, TITLE);
      // `pre-training` is found by `pretraining`, too.
      for (const word of [t, ...a].flatMap((name) => [...compounds(name), ...lastSigns(name)])) weights.set(word, TITLE);
      for (const [word, weight] of weights) {
        if (!namesOf.has(word)) namesOf.set(word, []);
        namesOf.get(word).push([doc, weight]);
      }
      docs.push(doc);
      byKey.set(key, doc);
    }
    nameWords.push(...[...namesOf.keys()].sort());
  };
  // What stands before a colon, or in brackets at the end, is a name by itself: `DPR: Dense …`.
  const shortNames = (title) => [/^([^:]+): /.exec(title)?.[1], /\(([^()]+)\)$/.exec(title)?.[1]].filter(Boolean);

  // Works by an address or identifier, read by a script of its own.
  const LONGEST = 2000; // characters of an address
  const LIKE_ADDRESS = new RegExp([
    /^\S*(?:\d[./-]\d|:\/\/|\.[a-z]{2,}\/|\d{4}\.[a-z]|^[a-z-]+(?:\.[A-Z]{2})?\/\d{7})\S*$/,
    /^(?:arxiv|doi|openreview|youtube|corpusid):/,
  ].map(({ source }) => source).join("|"), "i");
  const LIKE_NAME = /^(?=.*[A-Z\d_-])[\w-]{8,11}$/;
  // As one finds it in a sentence or a list of references: in brackets or quotes, `[cs.CL]` behind it.
  const bare = (text) => {
    let found = text.slice(0, LONGEST + 1).trim().replace(/^[<(["'“”„‘’«]+/, "").replace(/\s\[[a-z.-]+\]\W*$/i, "");
    const count = (sign) => found.split(sign).length;
    while (/[\].,;>"'“”‘’»]$/.test(found) || (found.endsWith(")") && count(")") > count("("))) found = found.slice(0, -1);
    return found;
  };
  const byAddress = async (text) => {
    const name = bare(text);
    if (text.length > LONGEST || !(LIKE_ADDRESS.test(name) || LIKE_NAME.test(name))) return [];
    await loadPart("addresses");
    const keys = [text, name].flatMap((one) => window.papergarden.addressKeys?.(one) ?? []);
    const found = await fetchAll("addresses", [...new Set(keys)]);
    return [...new Set(found.flatMap((some) => some?.match(/.{4}/g) ?? []))];
  };

  Object.assign(shared, { TITLE, LABEL, docs, byKey, namesOf, nameWords, prepare, bare, byAddress });
})();
