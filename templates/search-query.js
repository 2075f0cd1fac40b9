// What is asked for: words, phrases, what to leave out, operators and how to complete them.
(() => {
  "use strict";
  const shared = window.papergarden.searching;
  const { docs, fetchAll, fold, wordsOf, compounds, isStop } = shared;

  const OPERATORS = ["status", "kind", "tag", "topic", "author", "year", "in"];
  const PART = new RegExp(`(-?)(?:(${OPERATORS.join("|")}):("[^"]*"?|\\S*)|"([^"]*)"?|(\\S+))`, "giu");
  const MOST_WORDS = 32; // who pastes more is understood by these
  const parse = (query) => {
    let left = MOST_WORDS;
    const some = (list) => {
      const taken = list.slice(0, left);
      left -= taken.length;
      return taken;
    };
    const asked = { words: [], phrases: [], without: [], filters: [], open: null };
    for (const { 0: whole, 1: minus, 2: name, 3: value, 4: phrase, 5: plain, index } of query.matchAll(PART)) {
      if (name) {
        const text = value.replaceAll('"', "");
        const last = index + whole.length === query.length;
        if (last) asked.open = { name: name.toLowerCase(), text, from: index + minus.length };
        if (text) asked.filters.push({ name: name.toLowerCase(), text, not: Boolean(minus) });
      } else if (phrase !== undefined) {
        const found = some(wordsOf(phrase));
        if (found.length) (minus ? asked.without : asked.phrases).push(found);
      } else if (minus) {
        const found = some(wordsOf(plain));
        if (found.length) asked.without.push(found);
      } else asked.words.push(...some(wordOf(plain)));
    }
    const named = asked.words.filter(({ word }) => !isStop(word));
    asked.optional = named.length ? asked.words.filter(({ word }) => isStop(word)) : [];
    asked.words = uniqueBy(named.length ? named : asked.words, ({ word }) => word);
    return asked;
  };
  const uniqueBy = (items, key) => [...new Map(items.map((item) => [key(item), item])).values()];
  // `pre-training` is met by its parts or by `pretraining`.
  const wordOf = (text) => {
    const joined = compounds(text);
    const parts = wordsOf(text);
    if (joined.length === 1 && parts.length > 1 && wordsOf(text).join("") === joined[0]) {
      return parts.map((word) => ({ word, joined: joined[0] }));
    }
    return parts.map((word) => ({ word }));
  };

  // Quotes hold a value together, so they are no part of it.
  const plain = (text) => fold(text.replaceAll('"', "")).trim();
  const startsWord = (text, start) => {
    const folded = plain(text);
    return folded.startsWith(start) || folded.includes(` ${start}`) || wordsOf(folded).some((word) => word.startsWith(start));
  };
  const inYears = (text) => {
    const [, from, dots, to] = /^(\d*)(\.\.)?(\d*)$/.exec(text) ?? [];
    if (from === undefined) return () => false;
    if (!dots) return (year) => String(year).startsWith(from);
    return (year) => year >= Number(from || 0) && year <= Number(to || 9999);
  };
  // How else one calls a status.
  const SAME = { open: "queued", todo: "queued", done: "read", watched: "read" };
  // What is typed whole means itself: `read` is not the beginning of `reading`.
  const among = (values, start) => (values.has(start) ? (value) => value === start : (value) => value.startsWith(start));
  // Of these a work or note has one, so several of them mean either; all others must hold together.
  const EITHER = ["status", "kind", "year"];
  const testOf = async ({ name, text, not }) => {
    const start = fold(text).trim();
    let test = () => false;
    let means = null; // the one value of a facet that it asks for
    const theOne = (fitting) => { means = fitting.length === 1 ? fitting[0] : null; };
    if (name === "status" || name === "kind") {
      const values = new Set(docs.map((doc) => doc[name]));
      const meant = name === "status" ? SAME[start] ?? start.replaceAll(" ", "-") : values.has(start) ? start : start.replace(/s$/, "");
      const fits = among(values, meant);
      test = (doc) => doc[name] && fits(doc[name]);
      theOne([...values].filter((value) => value && fits(value)));
    }
    if (name === "tag") test = (doc) => doc.tags.some((tag) => plain(tag).startsWith(start.replace(/^#/, "")));
    if (name === "topic") {
      const isWhole = docs.some((doc) => doc.topics.some((topic) => plain(topic) === start));
      const fits = (topic) => (isWhole ? plain(topic) === start : startsWord(topic, start));
      test = (doc) => doc.topics.some(fits);
      theOne([...new Set(docs.flatMap((doc) => doc.topics))].filter(fits));
    }
    if (name === "author") test = (doc) => doc.authors.some((author) => startsWord(author, start));
    if (name === "year") {
      const fits = inYears(text);
      test = (doc) => doc.years.some(fits);
      theOne([...new Set(docs.flatMap((doc) => doc.years))].filter(fits).map(String));
    }
    if (name === "in") {
      const notes = docs.filter((doc) => doc.type === "note" && startsWord(doc.title, start)).map(({ key }) => key);
      const works = (await fetchAll("inside", notes)).flatMap((some) => some?.match(/.{4}/g) ?? []);
      const inside = new Set([...notes, ...works]);
      test = (doc) => inside.has(doc.key);
      return { test: not ? (doc) => !test(doc) : test, notes: not ? null : new Set(notes) };
    }
    if (not) return { test: (doc) => !test(doc), notes: null };
    return { test, notes: null, either: EITHER.includes(name) ? name : null, typed: `${name}:${text}`, means };
  };
  // What passes all tests, but for those of one facet.
  const passing = (tests) => {
    const alone = tests.filter(({ either }) => !either);
    const groups = EITHER.map((name) => [name, tests.filter(({ either }) => either === name)]).filter(([, some]) => some.length);
    return (doc, except = "") => alone.every(({ test }) => test(doc)) &&
      groups.every(([name, some]) => name === except || some.some(({ test }) => test(doc)));
  };

  const quoted = (value) => (/\s/.test(value) ? `"${value}"` : value);
  const completionsOf = (open) => {
    if (!open) return [];
    const values = {
      status: (doc) => [doc.status], kind: (doc) => [doc.kind], tag: (doc) => doc.tags, topic: (doc) => doc.topics, author: (doc) => doc.authors,
      year: (doc) => doc.years.map(String), in: (doc) => (doc.type === "note" ? [doc.title] : []),
    }[open.name];
    const counts = new Map();
    for (const doc of docs) for (const value of values(doc)) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
    const start = fold(open.text);
    return [...counts].filter(([value]) => startsWord(value, start) && plain(value) !== start)
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, 12)
      .map(([text]) => ({ text, value: `${open.name}:${quoted(text.replaceAll('"', ""))}` }));
  };

  Object.assign(shared, { PART, MOST_WORDS, parse, testOf, passing, completionsOf });
})();
