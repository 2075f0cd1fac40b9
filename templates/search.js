// The door to the search of a site: `papergarden.search(query, {limit})` answers with what is found,
// `papergarden.searchReady()` says when the names of all works and notes are there. The rules are told
// in docs/search.md. What finds, and the shards of the index, are loaded when they are needed:
// scripts, as a page from disk can load nothing else.
(() => {
  "use strict";
  const PARTS = ["words", "names", "query", "match", "rank"];
  const [folder, ...numbers] = document.currentScript.dataset.search.split(" ");
  const TABLES = ["names", "addresses", "inside", "text", "words", "vocabulary"];
  const SHARDS = Object.fromEntries(TABLES.map((table, i) => [table, Number(numbers[i])]));
  const papergarden = (window.papergarden ??= {});

  // By table: what has been loaded of it, by key.
  const tables = Object.fromEntries(TABLES.map((table) => [table, new Map()]));
  const loading = new Map();
  // Each shard calls this.
  window.papergardenSearch = (table, shard, entries) => {
    for (const [key, value] of Object.entries(entries)) tables[table].set(key, value);
  };
  // The same as `hashed` of core/scripts.py.
  const shardOf = (table, text) => {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
    return ((hash ^ (hash >>> 16)) & (SHARDS[table] - 1)) >>> 0;
  };
  const load = (table, shard) => loadFile(`${folder}${table}-${shard}.js`);
  // What could not be loaded fails the search that needs it, and the next one tries again.
  const loadFile = (file) => {
    if (!loading.has(file)) {
      loading.set(file, new Promise((done, fail) => {
        const script = document.createElement("script");
        script.onload = done;
        script.onerror = () => {
          loading.delete(file);
          script.remove();
          fail(new Error(`${file} could not be loaded`));
        };
        script.src = file;
        script.async = false; // the parts run in their order
        document.head.append(script);
      }));
    }
    return loading.get(file);
  };
  const loadAll = (table) => Promise.all([...Array(SHARDS[table]).keys()].map((n) => load(table, n)));
  const fetchAll = async (table, keys) => {
    await Promise.all([...new Set(keys.map((key) => shardOf(table, key)))].map((n) => load(table, n)));
    return keys.map((key) => tables[table].get(key));
  };
  const fileOf = (part) => `${folder}../search-${part}.js`;
  const loadPart = (part) => loadFile(fileOf(part));

  // What the parts share; each adds to it.
  papergarden.searching = { tables, load, loadAll, fetchAll, loadPart, shardOf };
  let ready = null;
  papergarden.searchReady = () => (ready ??= (async () => {
    await Promise.all([...PARTS.map(loadPart), loadAll("names")]);
    papergarden.searching.prepare();
  })().catch((error) => {
    ready = null;
    for (const part of PARTS) loading.delete(fileOf(part)); // each takes from those before it
    throw error;
  }));
  papergarden.search = async (query, options) => {
    await papergarden.searchReady();
    return papergarden.searching.search(query, options);
  };
})();
