// Words of the search, as core/search/words.py has them; forms and slips of a word.
(() => {
  "use strict";
  const shared = window.papergarden.searching;

  const MARKS = "\\u0300-\\u036f\\u0591-\\u05c7\\u064b-\\u065f";
  const BOUND = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff";
  const SPACELESS = `${BOUND}\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}`;
  const RAW = new RegExp(
    `[\\p{L}\\p{N}${MARKS}${BOUND}]+(?:['’](?:s|t|re|ve|ll|d|m)(?![\\p{L}\\p{N}_]))?`, "giu");
  const FOLDED = new RegExp(`[\\p{L}\\p{N}${BOUND}]+`, "gu");
  const DROPPED = new RegExp(`[${MARKS}'’]`, "gu");
  const RUN = new RegExp(`[${SPACELESS}]+|[^${SPACELESS}]+`, "gu");
  const HAS_SPACELESS = new RegExp(`[${SPACELESS}]`, "u");
  const ASCII = /^[\x00-\x7f]*$/;
  const LONGEST = 40;
  const STOP = new Set((
    "a an and are as at be but by can do does for from had has have how i if in into is it its " +
    "more no not of on or so such than that the their then there these they this to was we were " +
    "what when which will with you").split(" "));

  const fold = (text) => text.normalize("NFKC").toLowerCase().replaceAll("ß", "ss")
    .replaceAll("ς", "σ").normalize("NFD").replace(DROPPED, "").normalize("NFC");
  const cut = (word) => [...word].slice(0, LONGEST).join("");
  const splits = new Map();
  const split = (raw) => {
    if (/^[a-z0-9]{1,40}$/.test(raw)) return [raw];
    if (splits.has(raw)) return splits.get(raw);
    const found = [];
    for (const piece of fold(raw.replace(DROPPED, "")).match(FOLDED) ?? []) {
      if (!HAS_SPACELESS.test(piece)) { found.push(cut(piece)); continue; }
      for (const run of piece.match(RUN)) {
        const signs = [...run];
        if (HAS_SPACELESS.test(run) && signs.length > 1) {
          for (let i = 0; i + 1 < signs.length; i += 1) found.push(signs[i] + signs[i + 1]);
        } else found.push(cut(run));
      }
    }
    splits.set(raw, found);
    return found;
  };
  const wordsOf = (text) => (text.match(RAW) ?? []).flatMap(split);
  // Words with where they stand; a formula, between its two signs, has none.
  const placedWords = (text) => {
    const shown = text.replace(/\x0e[^\x0f]*\x0f/g, (formula) => " ".repeat(formula.length));
    return [...shown.matchAll(RAW)].flatMap(({ 0: raw, index }) => {
      const found = split(raw);
      if (found.length < 2 || !HAS_SPACELESS.test(raw)) {
        return found.map((word) => ({ word, start: index, end: index + raw.length }));
      }
      const ends = [...raw].reduce((list, sign) => [...list, list.at(-1) + sign.length], [index]);
      const at = (i) => ends[Math.min(i, ends.length - 1)];
      return found.map((word, i) => ({ word, start: at(i), end: at(i + 2) }));
    });
  };
  // The last sign of each run without spaces, with which no pair begins.
  const lastSigns = (text) => (HAS_SPACELESS.test(text) ? text.match(RAW) ?? [] : [])
    .flatMap((raw) => fold(raw).match(FOLDED) ?? []).flatMap((piece) => piece.match(RUN)).map((run) => [...run])
    .filter((signs) => signs.length > 1 && HAS_SPACELESS.test(signs[0])).map((signs) => signs.at(-1));
  const isStop = (word) => STOP.has(word);
  const isSpaceless = (word) => HAS_SPACELESS.test(word);
  // English forms of one word: `models`, `modelled`, `modelling`.
  const stems = new Map();
  const stem = (word) => {
    if (!stems.has(word)) stems.set(word, stemOf(word));
    return stems.get(word);
  };
  // Without an ending, if enough of the word is left.
  const without = (word, ending) => {
    const base = word.replace(ending, "");
    return base.length < 3 ? word : base;
  };
  const stemOf = (word) => {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
    if (/^[aeiou][^aeiou]e[ds]$/.test(word)) return word.slice(0, -1); // `used`
    if (/^[aeiou][^aeiou]ing$/.test(word)) return word.replace("ing", "e"); // `using`
    const verb = without(word, /(?:ies|ied)$/).length < word.length ? word.replace(/(?:ies|ied)$/, "y")
      : without(word, /(?:ings?|(?<!^emb)ed|es|(?<!s)s|e)$/); // `embed` has no ending
    const base = without(verb, /(?:ations?|er|(?<=....)ly|e)$/); // `clusterings` are `clusters`
    return base.length > 3 ? base.replace(/e$/, "").replace(/([bdgklmnprt])\1$/, "$1") : base;
  };
  // One letter too many, too few, wrong, or two that changed places.
  const isTypo = (one, other) => {
    const [a, b] = ASCII.test(one + other) ? [one, other] : [[...one], [...other]];
    if (Math.abs(a.length - b.length) > 1) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i += 1;
    const same = (from, to) => String(a.slice(from)) === String(b.slice(to));
    if (a.length > b.length) return same(i + 1, i);
    if (a.length < b.length) return same(i, i + 1);
    return same(i + 1, i + 1) || (a[i] === b[i + 1] && a[i + 1] === b[i] && same(i + 2, i + 2));
  };
  // The same as `shard_key` of core/search/words.py.
  const startOf = (word) => {
    const [first = "", second = "", third = ""] = word;
    return isSpaceless(first) ? first : first + second + (third === "e" || third === "y" ? "i" : third);
  };
  const compounds = (text) => (text.match(/[\p{L}\p{N}]+(?:[-‐‑][\p{L}\p{N}]+)+/gu) ?? [])
    .map((word) => wordsOf(word).join(""));

  Object.assign(shared, { fold, wordsOf, placedWords, compounds, lastSigns, stem, isTypo, isStop, isSpaceless, startOf });
})();
