// Loads what the other scripts need: their parts, and shards of data. All of it is scripts, as a page
// opened from disk can load nothing else.
(() => {
  "use strict";
  const root = new URL(".", document.currentScript.src).href;
  const loading = new Map(); // by path

  // Each file once, in the order in which they are asked for. One that could not be loaded is tried
  // again when it is next needed.
  const load = (path) => {
    if (!loading.has(path)) {
      loading.set(path, new Promise((done, fail) => {
        const script = document.createElement("script");
        script.onload = done;
        script.onerror = () => {
          loading.delete(path);
          script.remove();
          fail(new Error(`${path} could not be loaded`));
        };
        script.src = root + path;
        script.async = false;
        document.head.append(script);
      }));
    }
    return loading.get(path);
  };
  // Parts take from those before them: if one fails, all are run anew.
  const loadParts = (paths) => Promise.all(paths.map(load)).catch((error) => {
    for (const path of paths) loading.delete(path);
    throw error;
  });

  // How many shards each table has stands in a file, which calls this: so no page changes with them.
  let shards = {};
  window.papergardenShards = (numbers) => { shards = numbers; };
  const countShards = async () => {
    await load("shards.js");
    return shards;
  };
  // The same as in core/scripts.py.
  const hashed = (text) => {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
  const shardOf = (table, text) => hashed(text) % shards[table]; // once they are counted

  window.papergardenFiles = { root, load, loadParts, countShards, hashed, shardOf };
})();
