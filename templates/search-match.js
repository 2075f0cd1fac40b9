// Which works and notes have a word: as it is, in another form, as a beginning, with a slip.
(() => {
  "use strict";
  const shared = window.papergarden.searching;
  const { tables, load, loadAll, fetchAll, shardOf, hashed, docs, byKey, namesOf, nameWords, wordsOf, stem, isTypo, isStop, isSpaceless, startOf, TITLE } = shared;

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
  // The words of texts with the same beginning, as their shard knows it.
  const ofStart = new Map();
  const textWords = async (word) => {
    const start = startOf(word);
    await load("words", shardOf("words", start));
    if (!ofStart.has(start)) ofStart.set(start, [...tables.words.keys()].filter((one) => startOf(one) === start));
    return ofStart.get(start);
  };
  // Where a word of a text stands: documents, how much it counts there, and letters of the words behind it.
  const ofTerm = new Map();
  const placed = (term) => {
    const entry = tables.words.get(term);
    if (!ofTerm.has(term) && entry) {
      ofTerm.set(term, entry.split("|").flatMap((places, number) => places.split(" ").flatMap((place) => {
        const doc = byKey.get(place.slice(0, 4));
        return doc ? [{ doc, weight: number ? OTHER : OWN, behind: place.slice(4) }] : [];
      })));
    }
    return ofTerm.get(term) ?? [];
  };
  // The same letter as in core/search/files.py.
  const signOf = (word) => String.fromCharCode(0x100 + (hashed(word) % 0x200));

  // Terms for a word with how well they meet it: itself, its forms, what it begins.
  const near = async (word) => {
    const found = new Map();
    let base = stem(word).slice(0, Math.max(3, stem(word).length - 1));
    while (!word.startsWith(base)) base = base.slice(0, -1); // `flies`, `fly`
    base = base.replace(/[eiy]$/, ""); // `fly`, `flies`; `use`, `using`
    const inText = isStop(word) ? [] : await textWords(word);
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
    const signs = [...word];
    if (signs.length < 4 || isSpaceless(word) || /^\d+$/.test(word)) return new Map();
    const fits = (term) => isTypo(word, term);
    let terms = [...(await vocabularyOf(signs.slice(0, 2))), ...nameWords].filter(fits);
    if (!terms.length) {
      await loadAll("vocabulary");
      terms = [...tables.vocabulary.values()].flatMap((text) => text.split(" ")).filter(fits);
    }
    if (!terms.length) {
      const starts = (term) => term.length > word.length && [-1, 0, 1].some((by) => isTypo(word, term.slice(0, word.length + by)));
      terms = [...(await vocabularyOf(signs.slice(0, 2))), ...nameWords].filter(starts);
    }
    await Promise.all(terms.map(textWords));
    return new Map(terms.map((term) => [term, TYPO * (term.startsWith(signs[0]) ? 1 : 0.8)]));
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
      for (const { doc, weight } of placed(term)) add(doc, (how * weight) / (0.4 + 0.6 * Math.sqrt(2 ** doc.length / 150)));
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
      for (const { doc } of placed(term)) found.add(doc);
    }
    return found;
  };

  const hasPhrase = (list, phrase) => list.some((_, i) => phrase.every((word, j) => list[i + j] === word));
  // How much it counts in each document that words of the query stand there side by side.
  const besideOf = (words) => {
    const found = new Map();
    const same = ({ terms }) => [...terms].filter(([, how]) => how >= FORM).map(([term]) => term);
    words.slice(1).forEach((next, i) => {
      const signs = same(next).map(signOf);
      for (const { doc, weight, behind } of same(words[i]).flatMap(placed)) {
        if (signs.some((sign) => behind.includes(sign))) found.set(doc, (found.get(doc) ?? 0) + weight * Math.min(words[i].rare, next.rare));
      }
    });
    return found;
  };
  // The documents that say a phrase: those in whose names it is, and those whose texts say it as far as
  // the index tells, which does not have words that stand everywhere. How much it counts in each.
  const sayingOf = async (phrase) => {
    const telling = [...phrase.keys()].filter((at) => !isStop(phrase[at]));
    await Promise.all(telling.map((at) => textWords(phrase[at])));
    let weights = telling.length ? null : new Map(docs.map((doc) => [doc, 0]));
    telling.forEach((at, i) => {
      const signs = [telling[i + 1], at + 1].filter((place) => place < phrase.length).map((place) => signOf(phrase[place]));
      const fitting = placed(phrase[at]).filter(({ doc, behind }) => (!weights || weights.has(doc)) && signs.every((sign) => behind.includes(sign)));
      weights = new Map(fitting.map(({ doc, weight }) => [doc, weight * phrase.length]));
    });
    const named = new Set((namesOf.get(phrase[0]) ?? []).map(([doc]) => doc)
      .filter((doc) => [...doc.names, ...doc.labels.map(wordsOf)].some((list) => hasPhrase(list, phrase))));
    for (const doc of named) weights.set(doc, TITLE * phrase.length);
    return { phrase, weights, named, isSure: (doc) => named.has(doc) || (phrase.length === 1 && telling.length === 1) };
  };

  Object.assign(shared, { OWN, OTHER, placesOf, havingExactly, besideOf, hasPhrase, sayingOf });
})();
