// The door to the search of a site: `papergarden.search(query, {limit})` answers with what is found,
// `papergarden.searchReady()` says when the names of all works and notes are there. The rules are told
// in docs/search.md. What finds, and the shards of the index, are loaded when they are needed:
// scripts, as a page from disk can load nothing else.
(() => {
  "use strict";
  const PARTS = ["words", "names", "query", "match", "rank"];
  const { load: loadFile, loadParts, countShards, hashed, shardOf } = window.papergardenFiles;
  const TABLES = ["names", "addresses", "inside", "text", "words", "vocabulary"];
  const papergarden = (window.papergarden ??= {});

  // By table: what has been loaded of it, by key.
  const tables = Object.fromEntries(TABLES.map((table) => [table, new Map()]));
  // Each shard calls this.
  window.papergardenSearch = (table, shard, entries) => {
    for (const [key, value] of Object.entries(entries)) tables[table].set(key, value);
  };
  const load = (table, shard) => loadFile(`search/${table}-${shard}.js`);
  const loadAll = async (table) => {
    const { [table]: number } = await countShards();
    return Promise.all([...Array(number).keys()].map((n) => load(table, n)));
  };
  // Texts stand in the order of their keys; what a long one says last, in the file behind.
  const DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  const fileOfText = ([first, second, , , isRest], number) => {
    const begin = Math.floor((DIGITS.indexOf(first) * 64 + DIGITS.indexOf(second)) * number / 4096);
    return isRest ? (begin + 1) % number : begin;
  };
  const fetchAll = async (table, keys) => {
    const { [table]: number } = await countShards();
    const shards = keys.map((key) => (table === "text" ? fileOfText(key, number) : shardOf(table, key)));
    await Promise.all([...new Set(shards)].map((n) => load(table, n)));
    return keys.map((key) => tables[table].get(key));
  };
  const fileOf = (part) => `search-${part}.js`;
  const loadPart = (part) => loadFile(fileOf(part));

  // What the parts share; each adds to it.
  papergarden.searching = { tables, load, loadAll, fetchAll, loadPart, hashed, shardOf };
  let ready = null;
  papergarden.searchReady = () => (ready ??= (async () => {
    await Promise.all([loadAll("names"), loadParts(PARTS.map(fileOf))]);
    papergarden.searching.prepare();
  })().catch((error) => {
    ready = null;
    throw error;
  }));
  papergarden.search = async (query, options) => {
    await papergarden.searchReady();
    return papergarden.searching.search(query, options);
  };
})();
