// The order of what is found, and the passages by which it is shown.
(() => {
  "use strict";
  const shared = window.papergarden.searching;
  const { fetchAll, docs, byKey, fold, wordsOf, placedWords, isSpaceless, TITLE, LABEL, OWN, OTHER, PART, MOST_WORDS, parse, testOf, passing, completionsOf, bare, byAddress, placesOf, havingExactly, besideOf, hasPhrase, sayingOf } = shared;

  const LOOKED_AT = 10; // documents whose texts are read to put them in order, however many are shown
  const MOST_READ = 6; // further ones that are read to see whether they say a phrase
  const MOST = 0.6; // of what the best document has of the words
  const SNIPPET = 280; // characters
  const PASSAGES = 12; // of a result: more are not read
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
  const says = (said, phrase) => hasPhrase(wordsOfPassage(said).map(({ word }) => word), phrase);
  // The text of a document; what a long one says last only if the rest does not say all that is asked.
  const textOf = async (doc, words, phrases, whole) => {
    const [entry = ["", "", "", "", [], {}]] = await fetchAll("text", [doc.key]);
    if (!entry[6]) return entry;
    const has = ({ terms }) => entry[4].some((said) => wordsOfPassage(said).some(({ word }) => terms.has(word)));
    const isSaid = ({ phrase }) => entry[4].some((said) => says(said, phrase));
    if (!whole && words.every(has) && phrases.every(isSaid)) return entry;
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
        const how = terms.get(word) ?? (isSpaceless(word) ? terms.get([...word].at(-1)) : 0);
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
    for (const { phrase } of phrases) {
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

  // By title, whatever is written in capitals; those of a document are folded once.
  const sorted = (doc) => (doc.sorted ??= `${fold(doc.title)}\n${doc.title}`);
  const byAge = (a, b) => (a.doc.day < b.doc.day ? 1 : a.doc.day > b.doc.day ? -1 : 0) ||
    STATUSES.indexOf(a.doc.status) - STATUSES.indexOf(b.doc.status) ||
    (sorted(a.doc) < sorted(b.doc) ? -1 : 1);
  const rounded = (score) => Math.round(score * 100) / 100;
  const inOrder = (hits) => hits.sort((a, b) => rounded(b.score) - rounded(a.score) || byAge(a, b));

  const FACETS = ["type", "status", "kind", "topic", "year"];
  const facetsOf = (hits, found = hits, passes = () => true) => {
    // Without a prototype: a topic may be called `constructor`.
    const facets = Object.fromEntries(FACETS.map((facet) => [facet, Object.create(null)]));
    const count = (facet, value) => { if (value) facets[facet][value] = (facets[facet][value] ?? 0) + 1; };
    for (const { doc } of hits) {
      count("type", doc.type);
      doc.topics.forEach((topic) => count("topic", topic));
    }
    // What else one could choose beside what is chosen.
    for (const { doc } of found) {
      if (passes(doc, "status")) count("status", doc.status);
      if (passes(doc, "kind")) count("kind", doc.kind);
      if (passes(doc, "year")) doc.years.forEach((year) => count("year", year));
    }
    return facets;
  };

  // Signs without any word ask for nothing, rather than for all there is.
  const isBlank = ({ words, phrases, without, filters, open }) =>
    !open && ![words, phrases, without, filters].some((parts) => parts.length);
  const nothing = () => ({ total: 0, facets: facetsOf([]), results: [], completions: [], unmet: [] });

  const search = async (query, { limit = 10 } = {}) => {
    const asked = parse(query);
    if (isBlank(asked)) return nothing();
    const tests = await Promise.all(asked.filters.map(testOf));
    const passes = passing(tests);
    const rest = query.replace(PART, (part, _, name) => (name ? "" : part)).trim();
    let found = [...new Set(await byAddress(rest))].map((key) => byKey.get(key)).filter(Boolean).map((doc) => ({ doc, score: 1000 }));
    let hits = found.filter(({ doc }) => passes(doc));
    let seen = { words: [], phrases: [], notes: tests.map(({ notes }) => notes).find(Boolean) ?? null };
    if (!hits.length) {
      if (/^https?:\/\/\S+$/i.test(bare(rest))) {
        asked.words = [];
        asked.phrases = [wordsOf(bare(rest).replace(/^https?:\/\/(?:www\.)?/i, "")).slice(0, MOST_WORDS)].filter((list) => list.length);
        if (isBlank(asked)) return nothing();
      }
      ({ hits, found, seen } = await byWords(asked, passes, seen.notes, Math.max(limit, LOOKED_AT)));
    }
    const results = await Promise.all(hits.slice(0, limit).map((hit) => shown(hit, seen)));
    const means = Object.fromEntries(tests.filter((test) => test.means).map(({ typed, means: value }) => [typed.toLowerCase(), value]));
    const unmet = hits.length ? seen.words.filter(({ weights }) => !weights.size).map(({ word }) => word) : [];
    return { total: hits.length, facets: facetsOf(hits, found, passes), results, completions: completionsOf(asked.open), means, unmet };
  };
  // What is found by words and phrases, in order; all of it before facets narrow it down; and what was looked for.
  const byWords = async (asked, passes, notes, wanted) => {
    const places = (list, withSlips) => Promise.all(list.map((word) => placesOf(word, withSlips)));
    let words = await places(asked.words, false);
    const optional = await places(asked.optional, false);
    const phrases = await Promise.all(asked.phrases.map(sayingOf));
    const excluding = (await places(asked.without.filter((list) => list.length === 1).map(([word]) => ({ word })), false)).map(havingExactly);
    const banned = await Promise.all(asked.without.filter((list) => list.length > 1).map(sayingOf));
    const fits = (doc) => phrases.every(({ weights }) => weights.has(doc)) &&
      ![...excluding, ...banned.map(({ named }) => named)].some((docsOf) => docsOf.has(doc));
    const ordered = (list, beside = besideOf(words)) => inOrder(list.map((doc) => ({
      doc,
      score: (beside.get(doc) ?? 0) + words.reduce((sum, { weights, rare }) => sum + rare * (weights.get(doc) ?? 0), 0) +
        phrases.reduce((sum, { weights }) => sum + weights.get(doc), 0) + nameScore(doc, words, [...words, ...optional]),
    })));
    const candidates = () => {
      const lists = [...words, ...phrases].map(({ weights }) => weights).sort((a, b) => a.size - b.size);
      return (lists.length ? [...lists[0].keys()] : docs).filter((doc) => words.every(({ weights }) => weights.has(doc)) && fits(doc));
    };
    const inOrderOf = async (list) => {
      const { hits, not } = await saying(ordered(list.filter((doc) => passes(doc))), phrases, banned, wanted);
      const seen = { words, all: [...words, ...optional], phrases, notes };
      return { hits: await looked(hits, seen), found: list.filter((doc) => !not.has(doc)).map((doc) => ({ doc })), seen };
    };
    let list = candidates();
    if (words.length && !list.some((doc) => passes(doc))) { // perhaps a slip that begins another word
      words = await places(asked.words, true);
      list = candidates();
    }
    const answer = await inOrderOf(list);
    if (words.length < 2 || answer.hits.some(({ tight }) => tight > 0.999)) return answer;
    const met = new Map(); // nothing says all of it at once: how much of it each document has
    for (const { weights, rare } of words) for (const doc of weights.keys()) if (fits(doc)) met.set(doc, (met.get(doc) ?? 0) + rare);
    const enough = MOST * Math.max(0, ...[...met].filter(([doc]) => passes(doc)).map(([, rare]) => rare));
    return inOrderOf([...met].filter(([, rare]) => rare >= enough).map(([doc]) => doc));
  };
  // Those that say every phrase, and none that is left out. As many are read as are wanted; of the others
  // the index is believed. And those of which it was wrong.
  const saying = async (hits, phrases, banned, wanted) => {
    const not = new Set();
    const doubted = hits.filter(({ doc }) => banned.some(({ weights }) => weights.has(doc)));
    const read = async (some, wrong) => {
      const texts = await Promise.all(some.map(({ doc }) => textOf(doc, [], phrases, wrong)));
      return some.filter((_, i) => {
        const isSaid = ({ phrase }) => texts[i][4].some((said) => says(said, phrase));
        return wrong ? !banned.some(isSaid) : phrases.every((one) => one.isSure(some[i].doc) || isSaid(one));
      });
    };
    const cleared = new Set(doubted.length ? await read(doubted.slice(0, MOST_READ), true) : []);
    for (const hit of doubted) if (!cleared.has(hit)) not.add(hit.doc);
    const left = hits.filter(({ doc }) => !not.has(doc));
    if (phrases.every(({ isSure }) => left.every(({ doc }) => isSure(doc)))) return { hits: left, not };
    const sure = [];
    let at = 0;
    while (sure.length < wanted && at < Math.min(left.length, wanted + MOST_READ)) {
      const next = left.slice(at, at + wanted - sure.length);
      at += next.length;
      sure.push(...await read(next, false));
    }
    const kept = new Set(sure.length < wanted ? sure : [...sure, ...left.slice(at)]);
    for (const hit of left) if (!kept.has(hit)) not.add(hit.doc);
    return { hits: [...kept], not };
  };
  // The first hits in the order of their passages.
  const looked = async (hits, seen) => {
    const { words, all, phrases, notes } = seen;
    if (!words.length && !phrases.length) return hits;
    const read = hits.slice(0, LOOKED_AT);
    const texts = await Promise.all(read.map(({ doc }) => textOf(doc, words, phrases, Boolean(notes))));
    const better = read.map(({ doc }, i) => {
      const named = namedBy(doc, words);
      let best = 0, tight = share([...named].reduce((sum, number) => sum + words[number].rare, 0), words);
      for (const said of texts[i][4]) {
        if (notes && !notes.has(said[0])) continue;
        const { score, tight: covered } = passageScore(said, words, phrases, named);
        best = Math.max(best, score);
        tight = Math.max(tight, covered);
      }
      const inNames = phrases.reduce((sum, { named: those, weights }) => sum + (those.has(doc) ? weights.get(doc) : 0), 0);
      return { doc, tight, score: (nameScore(doc, words, all) + inNames + best) * tight * tight };
    });
    return [...inOrder(better), ...hits.slice(read.length)];
  };

  const shown = async ({ doc, score }, { words, phrases, notes }) => {
    const [id, href, word, day, all, pages] = await textOf(doc, words, phrases, Boolean(notes));
    const said = all.filter(([note]) => !notes || notes.has(note));
    const named = namedBy(doc, words);
    const judged = said.map((one, i) => ({ one, i, ...passageScore(one, words, phrases, named) }));
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
