// The order of what is found, and the passages by which it is shown.
(() => {
  "use strict";
  const shared = window.papergarden.searching;
  const { fetchAll, docs, byKey, wordsOf, placedWords, isStop, TITLE, LABEL, OWN, OTHER, PART, MOST_WORDS, parse, testOf, completionsOf, bare, byAddress, placesOf, havingExactly } = shared;

  const LOOKED_AT = 24; // documents whose texts are read to put them in order, however many are shown
  const MOST_READ = 200; // documents in which a phrase is looked for
  const MOST = 0.6; // of what the best document has of the words
  const SNIPPET = 280; // characters
  const PASSAGES = 3;
  const STATUSES = ["reading", "queued", "on-hold", "read", "noted", "mentioned", "dropped"];

  // How much of a name is asked for, and how much of what is asked for is in the name.
  const nameScore = (doc, asked, all) => {
    if (!all.some(({ named }) => named.has(doc))) return 0;
    let best = 0;
    for (const name of doc.names) {
      if (!name.length) continue;
      const hits = all.map(({ terms }) => Math.max(0, ...name.map((word) => terms.get(word) ?? 0)));
      const met = name.filter((word) => all.some(({ terms }) => terms.has(word))).length;
      const sum = asked.reduce((total, { rare }, i) => total + rare * (hits[i] ?? 0), 0);
      const whole = asked.every((_, i) => hits[i]);
      best = Math.max(best, TITLE * sum * (0.6 + (whole ? 0.8 : 0.4) * (met / name.length)));
    }
    const labels = asked.reduce((total, { terms, rare }) =>
      total + rare * Math.max(0, ...doc.labelWords.map((word) => terms.get(word) ?? 0)), 0);
    return best + LABEL * labels * (best ? 0.2 : 1);
  };
  // The numbers of those words that its names have.
  const namedBy = (doc, words) => new Set(words.flatMap(({ named }, number) => (named.has(doc) ? [number] : [])));
  const hasPhrase = (list, phrase) => list.some((_, i) => phrase.every((word, j) => list[i + j] === word));
  // The text of a document; what a long one says last only if the rest does not say all that is asked.
  const textOf = async (doc, words, whole) => {
    const [entry = ["", "", "", "", [], {}]] = await fetchAll("text", [doc.key]);
    if (!entry[6]) return entry;
    const has = ({ terms }) => entry[4].some((said) => wordsOfPassage(said).some(({ word }) => terms.has(word)));
    if (!whole && words.every(has)) return entry;
    const [rest = []] = await fetchAll("text", [`${doc.key}+`]);
    return [...entry.slice(0, 4), [...entry[4], ...rest], entry[5]];
  };

  const passageWords = new WeakMap();
  const wordsOfPassage = (said) => {
    if (!passageWords.has(said)) passageWords.set(said, placedWords(said[2]));
    return passageWords.get(said);
  };
  // What part of all that is asked for something has, rare words counting more.
  const share = (seen, asked) => (asked.length ? seen / (asked.reduce((sum, { rare }) => sum + rare, 0) || 1) : 1);
  // The score of a passage, with the places of the words in it.
  const passageScore = (said, asked, phrases, named) => {
    const placed = wordsOfPassage(said);
    const at = [];
    const best = new Map();
    placed.forEach(({ word }, i) => {
      asked.forEach(({ terms }, number) => {
        const how = terms.get(word);
        if (!how) return;
        at.push([i, number]);
        best.set(number, Math.max(how, best.get(number) ?? 0));
      });
    });
    let sum = 0, near = 0, seen = 0;
    asked.forEach(({ rare }, number) => {
      sum += rare * (best.get(number) ?? 0);
      if (best.has(number) || named.has(number)) seen += rare;
    });
    for (let i = 0; i + 1 < at.length; i += 1) {
      if (at[i + 1][0] - at[i][0] <= 3 && at[i + 1][1] === at[i][1] + 1) near += 1;
    }
    const marked = new Set(at.map(([i]) => i));
    for (const phrase of phrases) {
      placed.forEach((_, i) => {
        if (phrase.every((word, j) => placed[i + j]?.word === word)) {
          phrase.forEach((__, j) => marked.add(i + j));
          sum += phrase.length;
        }
      });
    }
    const tight = share(seen, asked);
    const together = Math.min(near, asked.length) / Math.max(asked.length, 1);
    const score = (said[3] ? OWN : OTHER * 2) * sum * tight * tight * (1 + 0.5 * together) /
      (1 + Math.log(1 + placed.length / 200));
    return { score, tight, marks: [...marked].sort((a, b) => a - b).map((i) => [placed[i].start, placed[i].end]) };
  };

  const cutOut = (text, marks) => {
    let from = 0, to = text.length;
    if (text.length > SNIPPET) {
      // The window with most of the marks.
      let best = -1;
      for (const [start] of marks.length ? marks : [[0]]) {
        const begin = Math.max(0, Math.min(start - 40, text.length - SNIPPET));
        const count = marks.filter(([s, e]) => s >= begin && e <= begin + SNIPPET).length;
        if (count > best) { best = count; from = begin; }
      }
      const gap = from && text.indexOf(" ", from);
      if (gap && gap > 0 && gap - from < 30) from = gap + 1;
      const last = text.lastIndexOf(" ", from + SNIPPET);
      to = from + SNIPPET >= text.length ? text.length : last > from + SNIPPET / 2 ? last : from + SNIPPET;
    }
    const before = from ? "…" : "", after = to < text.length ? "…" : "";
    const shift = before.length - from;
    return {
      text: (before + text.slice(from, to) + after).replace(/[\x0e\x0f]/g, "$"),
      marks: joinMarks(marks.filter(([s, e]) => s >= from && e <= to).map(([s, e]) => [s + shift, e + shift])),
    };
  };
  const joinMarks = (marks) => {
    const joined = [];
    for (const [start, end] of marks) {
      if (joined.length && start <= joined.at(-1)[1]) joined.at(-1)[1] = Math.max(end, joined.at(-1)[1]);
      else joined.push([start, end]);
    }
    return joined;
  };

  const byAge = (a, b) => (a.doc.day < b.doc.day ? 1 : a.doc.day > b.doc.day ? -1 : 0) ||
    STATUSES.indexOf(a.doc.status) - STATUSES.indexOf(b.doc.status) ||
    (a.doc.title < b.doc.title ? -1 : 1);
  const rounded = (score) => Math.round(score * 100) / 100;
  const inOrder = (hits) => hits.sort((a, b) => rounded(b.score) - rounded(a.score) || byAge(a, b));

  const FACETS = ["type", "status", "kind", "topic", "year"];
  const facetsOf = (hits) => {
    // Without a prototype: a topic may be called `constructor`.
    const facets = Object.fromEntries(FACETS.map((facet) => [facet, Object.create(null)]));
    const count = (facet, value) => { if (value) facets[facet][value] = (facets[facet][value] ?? 0) + 1; };
    for (const { doc } of hits) {
      count("type", doc.type);
      count("status", doc.status);
      count("kind", doc.kind);
      doc.topics.forEach((topic) => count("topic", topic));
      doc.years.forEach((year) => count("year", year));
    }
    return facets;
  };

  // Signs without any word ask for nothing, rather than for all there is.
  const isBlank = ({ words, phrases, without, filters, open }) =>
    !open && ![words, phrases, without, filters].some((parts) => parts.length);
  const nothing = () => ({ total: 0, facets: facetsOf([]), results: [], completions: [] });

  const search = async (query, { limit = 10 } = {}) => {
    const asked = parse(query);
    if (isBlank(asked)) return nothing();
    const tests = await Promise.all(asked.filters.map(testOf));
    const notes = tests.map(({ notes: some }) => some).find(Boolean) ?? null;
    const passes = (doc) => tests.every(({ test }) => test(doc));
    const rest = query.replace(PART, (part, _, name) => (name ? "" : part)).trim();
    const addressed = new Set(await byAddress(rest));
    let hits = [];
    let words = [];
    if (addressed.size) hits = [...addressed].map((key) => ({ doc: byKey.get(key), score: 1000 })).filter(({ doc }) => doc && passes(doc));
    const isAddress = /^https?:\/\/\S+$/i.test(bare(rest));
    if (!hits.length && isAddress) {
      asked.words = [];
      asked.phrases = [wordsOf(bare(rest).replace(/^https?:\/\/(?:www\.)?/i, "")).slice(0, MOST_WORDS)].filter((list) => list.length);
      if (isBlank(asked)) return nothing();
    }
    if (!hits.length) {
      const every = [...asked.words, ...asked.phrases.flat().filter((word) => !isStop(word)).map((word) => ({ word, exact: true }))];
      words = await Promise.all(asked.words.map((word) => placesOf(word, false)));
      const known = await Promise.all(every.slice(asked.words.length).map((word) => placesOf(word, false)));
      const optional = await Promise.all(asked.optional.map((word) => placesOf(word, false)));
      const all = [...words, ...optional];
      const without = await Promise.all(asked.without.map((list) => Promise.all(list.map((word) => placesOf({ word }, false)))));
      const excluding = without.filter((list) => list.length === 1).map(([places]) => havingExactly(places));
      const banned = asked.without.map((phrase, i) => ({ phrase, places: without[i].filter(({ word }) => !isStop(word)) }))
        .filter(({ phrase }) => phrase.length > 1);
      const excluded = (doc) => excluding.some((having) => having.has(doc));
      const fits = (doc) => passes(doc) && known.every(({ weights }) => weights.has(doc)) && !excluded(doc);
      const scored = (doc) => ({
        doc, score: words.reduce((sum, { weights, rare }) => sum + rare * (weights.get(doc) ?? 0), 0) + nameScore(doc, words, all),
      });
      const candidates = () => {
        const lists = [...words, ...known];
        if (!lists.length) return docs.filter(fits);
        const rarest = lists.reduce((a, b) => (b.weights.size < a.weights.size ? b : a));
        return [...rarest.weights.keys()].filter((doc) => words.every(({ weights }) => weights.has(doc)) && fits(doc));
      };
      let found = candidates();
      if (!found.length && words.length) { // perhaps a slip that is a word as well
        words = await Promise.all(asked.words.map((word) => placesOf(word, true)));
        all.splice(0, words.length, ...words);
        found = candidates();
      }
      hits = inOrder(found.map(scored));
      hits = await withPhrases(hits, asked.phrases, banned);
      hits = await looked(hits, words, all, asked, notes);
      if (words.length > 1 && !hits.some(({ tight }) => tight > 0.999)) { // nothing says all of it at once
        const met = new Map(); // how much of what is asked for each document has
        for (const { weights, rare } of words) for (const doc of weights.keys()) if (fits(doc)) met.set(doc, (met.get(doc) ?? 0) + rare);
        const enough = MOST * Math.max(0, ...met.values());
        const most = [...met].filter(([, rare]) => rare >= enough).map(([doc]) => doc);
        hits = inOrder(most.map(scored));
        hits = await withPhrases(hits, asked.phrases, banned);
        hits = await looked(hits, words, all, asked, notes);
      }
    }
    const results = await Promise.all(hits.slice(0, limit).map((hit) => shown(hit, words, asked, notes)));
    return { total: hits.length, facets: facetsOf(hits), results, completions: completionsOf(asked.open) };
  };
  // Those that say every phrase, and none that is excluded. What lacks a word of it cannot say one.
  const withPhrases = async (hits, phrases, banned) => {
    const unsure = ({ doc }) => phrases.length || banned.some(({ places }) => places.every(({ weights }) => weights.has(doc)));
    const read = hits.filter(unsure).slice(0, MOST_READ);
    const texts = await Promise.all(read.map(({ doc }) => textOf(doc, [], true)));
    const fits = new Map(read.map(({ doc }, i) => {
      const lists = [...doc.names, ...doc.labels.map(wordsOf), ...texts[i][4].map((said) => wordsOfPassage(said).map(({ word }) => word))];
      const has = (phrase) => lists.some((list) => hasPhrase(list, phrase));
      return [doc, phrases.every(has) && !banned.some(({ phrase }) => has(phrase))];
    }));
    return hits.filter(({ doc }) => fits.get(doc) ?? !phrases.length);
  };
  // The first hits in the order of their passages.
  const looked = async (hits, words, all, asked, notes) => {
    if (!words.length && !asked.phrases.length) return hits;
    const read = hits.slice(0, LOOKED_AT);
    const texts = await Promise.all(read.map(({ doc }) => textOf(doc, words, Boolean(notes) || asked.phrases.length > 0)));
    const better = read.map(({ doc }, i) => {
      const named = namedBy(doc, words);
      let best = 0, tight = share([...named].reduce((sum, number) => sum + words[number].rare, 0), words);
      for (const said of texts[i][4]) {
        if (notes && !notes.has(said[0])) continue;
        const { score, tight: covered } = passageScore(said, words, asked.phrases, named);
        best = Math.max(best, score);
        tight = Math.max(tight, covered);
      }
      return { doc, tight, score: (nameScore(doc, words, all) + best) * tight * tight };
    });
    return [...inOrder(better), ...hits.slice(read.length)];
  };

  const shown = async ({ doc, score }, words, asked, notes) => {
    const [id, href, word, day, all, pages] = await textOf(doc, words, Boolean(notes) || asked.phrases.length > 0);
    const said = all.filter(([note]) => !notes || notes.has(note));
    const named = namedBy(doc, words);
    const judged = said.map((one, i) => ({ one, i, ...passageScore(one, words, asked.phrases, named) }));
    let chosen = judged.filter(({ score: value }) => value > 0);
    if (!chosen.length) chosen = judged.filter(({ one }) => one[3]);
    if (!chosen.length) chosen = judged.slice(0, 1);
    chosen.sort((a, b) => b.score - a.score || a.i - b.i);
    const passages = chosen.slice(0, PASSAGES).map(({ one: [note, anchor, text, own], marks }) => ({
      ...cutOut(text, marks), href: anchor ? `${pages[note]}#${encodeURI(anchor)}` : pages[note],
      note: byKey.get(note)?.title ?? "", own: Boolean(own),
    }));
    const facts = [...doc.topics, day || (doc.years.length === 1 ? String(doc.years[0]) : "")].filter(Boolean);
    return { type: doc.type, id, href, title: doc.title, status: doc.status, word, kind: doc.kind, facts, passages, score: rounded(score) };
  };

  Object.assign(shared, { search });
})();
