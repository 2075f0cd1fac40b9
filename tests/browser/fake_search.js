// Stands in for the engine of the search: a few results that are known word for word.
(() => {
  "use strict";
  const WORKS = [
    {
      type: "work", id: "arxiv:2004.12832", href: "works/arxiv-2004.12832.html", title: "Late interaction",
      status: "read", word: "read on 4 Feb 2025", kind: "paper", topics: ["dense / late"], year: 2020,
      passages: [
        ["Much was said of late interaction.", "notes/post.html", "Post", false],
        ["It scores every token late, <b>cheaply</b>.", "notes/list.html", "List", true],
        ["The late one again.", "notes/post.html", "Post", false],
        ["A fourth late word.", "notes/post.html", "Post", false],
      ],
    },
    {
      type: "work", id: "arxiv:2107.05720", href: "works/arxiv-2107.05720.html", title: "SPLADE, of late",
      status: "queued", word: "to read", kind: "paper", topics: ["sparse"], year: 2021, passages: [],
    },
    {
      type: "note", id: "post", href: "notes/post.html", title: "Post on being late",
      status: "", word: "", kind: "note", topics: [], year: 2025,
      passages: [["Much was said of late interaction.", "notes/post.html", "Post on being late", false]],
    },
    ...Array.from({ length: 60 }, (_, number) => ({
      type: "work", id: `many:${number}`, href: `works/arxiv-2107.05720.html#many-${number}`, title: `Many ${number}`,
      status: "noted", word: "noted", kind: "article", topics: [], year: 1990 + number % 12, passages: [],
    })),
  ];
  const VALUES = ["status:queued", "status:read", "status:reading", 'topic:"dense / late"', "topic:sparse"];
  const marksOf = (text, words) => words.flatMap((word) => [...text.matchAll(new RegExp(word, "gi"))]
    .map((hit) => [hit.index, hit.index + word.length])).sort((a, b) => a[0] - b[0]);
  const fits = (work, token) => {
    const [, operator, value] = /^(\w+):(.*)$/.exec(token.replaceAll('"', "")) ?? [];
    if (!operator) return `${work.title} ${work.passages.map(([text]) => text)}`.toLowerCase().includes(token);
    return [work[operator] ?? work[`${operator}s`]].flat().some((one) => String(one) === value);
  };
  const count = (hits, values) => {
    const counts = {};
    for (const value of hits.flatMap(values)) if (value) counts[value] = (counts[value] ?? 0) + 1;
    return counts;
  };
  let slow = Promise.resolve();
  window.papergarden = {
    asked: [],
    answered: [],
    searchReady: () => Promise.resolve(),
    hold() { let free; slow = new Promise((done) => { free = done; }); return free; },
    async search(query, { limit }) {
      window.papergarden.asked.push(query);
      const waiting = slow;
      slow = Promise.resolve();
      await waiting;
      window.papergarden.answered.push(query); // what follows is done before anything else happens
      const tokens = query.toLowerCase().match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
      const words = tokens.filter((token) => !token.includes(":"));
      const last = /\s$/.test(query) ? "" : (tokens.at(-1) ?? "").replace(/^-/, "");
      const open = /^\w+:/.test(last) && !VALUES.includes(last);
      const asked = open ? tokens.slice(0, -1) : tokens;
      const hits = WORKS.filter((work) => asked.every((token) => fits(work, token)));
      return {
        total: hits.length,
        facets: {
          type: count(hits, (one) => one.type),
          status: count(hits, (one) => one.status),
          kind: count(hits, (one) => one.kind),
          topic: count(hits, (one) => one.topics),
          year: count(hits, (one) => String(one.year)),
        },
        results: hits.slice(0, limit).map((one) => ({
          ...one,
          facts: one.type === "work" ? [...one.topics, String(one.year)] : ["12 words"],
          passages: one.passages.map(([text, page, note, own], line) => (
            { text, marks: marksOf(text, words), href: `${page}#L${line + 1}`, note, own })),
          score: 1,
        })),
        completions: open ? VALUES.filter((value) => value.replaceAll('"', "").startsWith(last)).map((value) => (
          { text: value, value })) : [],
      };
    },
  };
})();
