// Which works and notes have a word: as it is, in another form, as a beginning, with a slip.
(() => {
  "use strict";
  const shared = window.papergarden.searching;
  const { tables, load, loadAll, fetchAll, shardOf, docs, byKey, namesOf, nameWords, stem, isTypo, isStop, isSpaceless } = shared;

  // How much a word of the user's own summary and of other text counts, and how well it is met.
  const OWN = 3, OTHER = 1;
  const EXACT = 1, FORM = 0.9, BEGINNING = 0.8, TYPO = 0.6;
  const between = (sorted, start) => {
    let low = 0, high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < start) low = middle + 1; else high = middle;
    }
    let end = low;
    while (end < sorted.length && sorted[end].startsWith(start)) end += 1;
    return sorted.slice(low, end);
  };
  const quality = (word, term) => {
    if (term === word) return EXACT;
    if (stem(term) === stem(word)) return FORM;
    return term.startsWith(word) ? BEGINNING * (0.6 + (0.4 * word.length) / term.length) : 0;
  };
  const ofShard = new Map(); // the words that begin with three letters, by these
  const textWords = async (start) => {
    await load("words", shardOf("words", start));
    if (!ofShard.has(start)) ofShard.set(start, [...tables.words.keys()].filter((word) => word.startsWith(start)));
    return ofShard.get(start);
  };
  // Terms for a word with how well they meet it: itself, its forms, what it begins.
  const near = async (word) => {
    const found = new Map();
    const start = word.slice(0, 3);
    let base = stem(word).slice(0, Math.max(3, stem(word).length - 1));
    while (!word.startsWith(base)) base = base.slice(0, -1); // `flies`, `fly`
    const inText = isStop(word) ? [] : await textWords(start);
    const inNames = between(nameWords, base.length < word.length ? base : word);
    for (const term of [...inText, ...inNames]) {
      const how = quality(word, term);
      if (how) found.set(term, how);
    }
    return found;
  };
  const vocabularyOf = async (signs) =>
    (await fetchAll("vocabulary", signs)).flatMap((text) => text?.split(" ") ?? []);
  // Terms that are one slip away. The first sign of a word is seldom wrong: others are tried last.
  const slips = async (word) => {
    if ([...word].length < 4 || isSpaceless(word) || /^\d+$/.test(word)) return new Map();
    const fits = (term) => isTypo(word, term);
    let terms = [...(await vocabularyOf([word[0], word[1]])), ...nameWords].filter(fits);
    if (!terms.length) {
      await loadAll("vocabulary");
      terms = [...tables.vocabulary.values()].flatMap((text) => text.split(" ")).filter(fits);
    }
    if (!terms.length) {
      const starts = (term) => term.length > word.length && [-1, 0, 1].some((by) => isTypo(word, term.slice(0, word.length + by)));
      terms = [...(await vocabularyOf([word[0], word[1]])), ...nameWords].filter(starts);
    }
    await Promise.all([...new Set(terms.map((term) => term.slice(0, 3)))].map(textWords));
    return new Map(terms.map((term) => [term, TYPO * (term[0] === word[0] ? 1 : 0.8)]));
  };

  // For one word: how much each document has of it, and by which terms.
  const placesOf = async ({ word, joined }, withSlips) => {
    const terms = await near(word);
    if (joined) for (const [term, how] of await near(joined)) terms.set(term, Math.max(how, terms.get(term) ?? 0));
    const known = [...terms.values()].some((how) => how >= FORM);
    if (!terms.size || (withSlips && !known)) {
      for (const [term, how] of await slips(word)) if (!terms.has(term)) terms.set(term, how);
    }
    const weights = new Map();
    const named = new Set(); // those that have it in their names
    const add = (doc, weight) => { if (doc && weight > (weights.get(doc) ?? 0)) weights.set(doc, weight); };
    for (const [term, how] of terms) {
      for (const [doc, weight] of namesOf.get(term) ?? []) {
        named.add(doc);
        add(doc, how * weight);
      }
      const [own = "", other = ""] = (tables.words.get(term) ?? "").split("|");
      for (const [keys, weight] of [[own, OWN], [other, OTHER]]) {
        for (let i = 0; i < keys.length; i += 4) {
          const doc = byKey.get(keys.slice(i, i + 4));
          if (doc) add(doc, (how * weight) / (0.4 + 0.6 * Math.sqrt(2 ** doc.length / 150)));
        }
      }
    }
    // A word that nothing has is passed over when nothing has them all.
    const rare = weights.size ? Math.log(1 + docs.length / (weights.size + 0.5)) : 0;
    return { word, terms, weights, named, rare };
  };
  // The documents that have a word, or a form of it, rather than one that it begins.
  const havingExactly = ({ terms }) => {
    const found = new Set();
    for (const [term, how] of terms) {
      if (how < FORM) continue;
      for (const [doc] of namesOf.get(term) ?? []) found.add(doc);
      const keys = (tables.words.get(term) ?? "").replace("|", "");
      for (const key of keys.match(/.{4}/g) ?? []) found.add(byKey.get(key));
    }
    return found;
  };

  Object.assign(shared, { OWN, OTHER, placesOf, havingExactly });
})();
