// From an address or identifier, as one pastes it, to the keys under which the index has works: the
// rules of src/papergarden/core/addresses. The search loads this when something looks like one.
(() => {
  "use strict";
  const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

  const arxiv = (text) => {
    const name = text.replace(/^arxiv:\s?/i, "").replace(/\.(?:pdf|md)$/, "");
    let match = /^(\d\d)(0[1-9]|1[0-2])\.(\d{4,5})(?:v[1-9]\d*)?$/.exec(name);
    if (match) {
      const [, year, month, number] = match;
      const isLong = Number(year) >= 15;
      return (number.length === 5) === isLong && year + month >= "0704" ? `arxiv:${year}${month}.${number}` : "";
    }
    match = /^([a-z]+(?:-[a-z]+)*)(?:\.[A-Za-z-]+)?\/((\d\d(?:0[1-9]|1[0-2]))\d{3})(?:v[1-9]\d*)?$/.exec(name);
    return match && (match[3] >= "9108" || match[3] < "0704") ? `arxiv:${match[1]}/${match[2]}` : "";
  };
  const acl = (name) => `acl:${/^[a-z]/i.test(name) ? name.toUpperCase() : name.toLowerCase()}`;
  const ACL = "([A-Z]\\d{2}-\\d{4}|\\d{4}\\.[a-z0-9_]+-[a-z0-9]+\\.\\d+)";
  const PREPRINT = "10\\.(?:1101|64898)\\/(?:\\d{4}\\.\\d{2}\\.\\d{2}\\.)?\\d{6,8}";
  const trimmed = (text) => {
    let end = text.length;
    let open = text.split("(").length - text.split(")").length;
    while (end && (".,;/".includes(text[end - 1]) || (text[end - 1] === ")" && open < 0))) {
      if (text[end - 1] === ")") open += 1;
      end -= 1;
    }
    return text.slice(0, end);
  };
  const doi = (text) => {
    const name = trimmed(text).toLowerCase();
    if (!/^10\.\d{4,9}(?:\.\d+)*\/\S+$/.test(name)) return "";
    let match = /^10\.48550\/arxiv\.(.+)$/.exec(name);
    if (match) return arxiv(match[1]);
    match = new RegExp(`^(${PREPRINT})v[1-9]\\d*$`).exec(name);
    if (match) return `doi:${match[1]}`;
    match = new RegExp(`^10\\.(?:18653|3115)\\/v1\\/${ACL}$`, "i").exec(name);
    return match ? acl(match[1]) : `doi:${name}`;
  };
  const youtube = (web) => {
    const path = web.path;
    let name = ["", "/watch", "/watch_popup"].includes(path) ? web.values.get("v")
      : /^\/(?:shorts|embed|live|v|e)\/([^/]+)$/.exec(path)?.[1];
    if (!name && web.host === "youtu.be" && path.split("/").length === 2) name = path.slice(1);
    name = (name ?? "").split(/[^\w-]/, 1)[0];
    return /^[A-Za-z0-9_-]{11}$/.test(name) && name !== "live_stream" && name !== "videoseries" ? `youtube:${name}` : "";
  };
  const openreview = (web) => {
    const name = (web.values.get("id") ?? "").trim().replace(/[.,;)/]+$/, "");
    return ["/forum", "/pdf", "/attachment"].includes(web.path) && /^[A-Za-z0-9_-]+$/.test(name) ? `openreview:${name}` : "";
  };
  // Preprints got another prefix in December 2025; which of the two an address of that month has, it does not tell.
  const early = (_, [, name, month = ""]) => (month && month > "2025.11" ? (month > "2025.12" ? doi(`10.64898/${name}`) : "") : doi(`10.1101/${name}`));
  const hashed = (scheme) => (web, match) => (match[2].length === 32 ? `${scheme}:${match[1]}/${match[2]}` : "");
  const first = (make) => (_, match) => make(match[1]);
  const keyed = (scheme) => (_, match) => `${scheme}:${match[1]}`;

  const ARXIV_HOSTS = /^(?:arxiv\.org|xxx\.lanl\.gov|[\w.-]+\.arxiv\.org|alphaxiv\.org|huggingface\.co|hf\.co|ar5iv\.org|arxiv-vanity\.com|scirate\.com|papers\.cool|semanticscholar\.org|api\.semanticscholar\.org|ui\.adsabs\.harvard\.edu|dblp\.org)$/;
  const PLATFORM = /^\/doi\/(?:(?:abs|book|epdf|epub|full|fullHtml|pdf|pdfdirect|pdfplus|proceedings|reader)\/)?(10\..+)$/;
  const PMLR = "([a-z][a-z0-9_-]*\\d{2}[a-z]*)(?:\\/\\2)?(?:\\.html|\\.pdf)?$";
  const pmlr = (_, match) => `pmlr:${match[1]}/${match[2]}`;
  // Hosts, paths without percent signs, and what key they give; the first that gives one holds.
  const RULES = [
    [/^(?:ui\.adsabs\.harvard\.edu)$/, /^\/abs\/\d{4}arXiv(\d{4})\.?(\d{4,5})[A-Z](?:\/abstract)?$/, (_, m) => arxiv(`${m[1]}.${m[2]}`)],
    [/^dblp\.org$/, /^\/rec\/(?:html\/|bibtex\/)?journals\/corr\/abs-(\d{4})-(\d{4,5})(?:\.[a-z]+)?$/, (_, m) => arxiv(`${m[1]}.${m[2]}`)],
    [/^(?:ar5iv\.org|ar5iv\.labs\.arxiv\.org)$/, /^\/(?:abs|html)\/(.+)$/i, first(arxiv)],
    [/^(?:(?!ar5iv)[\w.-]+\.)?arxiv\.org$|^xxx\.lanl\.gov$/, /^\/(?:abs|pdf|html|format|src|e-print|ps|ftp\/arxiv\/papers\/\d{4})\/(.+)$/i, first(arxiv)],
    [/^alphaxiv\.org$/, /^\/(?:abs|pdf|overview)\/(.+)$/i, first(arxiv)],
    [/^(?:huggingface\.co|hf\.co|arxiv-vanity\.com)$/, /^\/papers\/(.+)$/i, first(arxiv)],
    [/^(?:scirate\.com|papers\.cool|semanticscholar\.org)$/, /^\/arxiv\/(.+)$/i, first(arxiv)],
    [/^api\.semanticscholar\.org$/, /^(?:\/graph\/v1\/paper)?\/arxiv:(.+)$/i, first(arxiv)],
    [/^ui\.adsabs\.harvard\.edu$/, /^\/abs\/arxiv:(.+?)(?:\/abstract)?$/i, first(arxiv)],
    [/^(?:dx\.)?doi\.org$/, /^\/(?:doi:)?(10\..+)$/, first(doi)],
    [/^(?:dl\.acm\.org|epubs\.siam\.org|journals\.sagepub\.com|(?:.+\.)?onlinelibrary\.wiley\.com|pnas\.org|pubs\.acs\.org|royalsocietypublishing\.org|science\.org|tandfonline\.com)$/, PLATFORM, first(doi)],
    [/^link\.springer\.com$/, /^\/(?:article|book|chapter|content\/pdf)\/(10\..+?)(?:\.pdf|\/fulltext\.html|\/(?:figures|tables)\/\d+)?$/, first(doi)],
    [/^(?:bio|med)rxiv\.org$/, new RegExp(`^\\/content\\/(${PREPRINT}(?:v\\d+)?)(?:\\.[a-z].*)?$`), first(doi)],
    [/^(?:bio|med)rxiv\.org$/, /^\/content\/(?:\w+\/)?early\/\d{4}\/\d\d\/\d\d\/((?:(\d{4}\.\d\d)\.\d\d\.)?\d{6,8})(?!\w).*$/, early],
    [/^nature\.com$/, /^\/articles\/([\w.-]+?)(?:\.e?pdf|_reference\.pdf)?(?:\/(?:figures|tables)\/\d+)?$/, (_, m) => doi(`10.1038/${m[1]}`)],
    [/^openreview\.net$/, /^/, openreview],
    [/^aclanthology\.org$/, new RegExp(`^\\/(?:papers\\/[A-Z]\\/[A-Z]\\d\\d\\/)?${ACL}(?:v\\d+)?(?:\\.[a-z]+)?$`, "i"), first(acl)],
    [/^aclweb\.org$/, new RegExp(`^\\/anthology\\/(?:(?:papers\\/)?[A-Z]\\/[A-Z]\\d\\d\\/)?${ACL}(?:v\\d+)?(?:\\.[a-z]+)?$`, "i"), first(acl)],
    [/^(?:proceedings\.neurips\.cc|papers\.neurips\.cc|papers\.nips\.cc)$/, /^\/paper(?:_files\/paper)?\/(\d{4})\/(?:hash|file)\/([0-9a-f]{8,})-.*$/, hashed("neurips")],
    [/^(?:proceedings\.neurips\.cc|papers\.neurips\.cc|papers\.nips\.cc)$/, /^\/paper\/(\d+)-[^/]+$/, keyed("neurips")],
    [/^proceedings\.iclr\.cc$/, /^\/paper(?:_files\/paper)?\/(\d{4})\/(?:hash|file)\/([0-9a-f]{8,})-.*$/, hashed("iclr")],
    [/^(?:openaccess\.thecvf\.com|cv-foundation\.org)$/, /^(?:\/openaccess)?\/content[^/]*(?:\/[^/]+)*\/([^/]+)_paper\.(?:html|pdf)$/i, (_, m) => `cvf:${m[1].toLowerCase()}`],
    [/^proceedings\.mlr\.press$/, new RegExp(`^\\/([rv]\\d+)\\/${PMLR}`), pmlr],
    [/^jmlr\.org$|^jmlr\.csail\.mit\.edu$/, new RegExp(`^\\/proceedings\\/papers\\/(v\\d+)\\/${PMLR}`), pmlr],
    [/^raw\.githubusercontent\.com$/, new RegExp(`^\\/mlresearch\\/([rv]\\d+)\\/(?:main|gh-pages)\\/assets\\/${PMLR}`), pmlr],
    [/^jmlr\.org$|^jmlr\.csail\.mit\.edu$/, /^\/papers\/v(?:olume)?(\d+)\/(\d{2}-\d{3,4}|[a-z][a-z0-9_-]*\d{2}[a-z]?)(?:\/\2)?(?:\.[a-z]+)?$/, (_, m) => `jmlr:v${m[1]}/${m[2]}`],
    [/^(?:api\.)?semanticscholar\.org$/, /^(?:\/paper|\/graph\/v1\/paper)?\/CorpusID:(\d+)$/i, (_, m) => `s2:CorpusID:${m[1]}`],
    [/^(?:api\.)?semanticscholar\.org$/, /^\/(?:(?:paper|reader)(?:\/[^/]+)??|graph\/v1\/paper)\/([0-9a-f]{40})(?:\/.*)?$/i, (_, m) => `s2:${m[1].toLowerCase()}`],
    [/^(?:youtu\.be|(?:m\.|music\.)?youtube\.com|youtube-nocookie\.com)$/, /^/, youtube],
  ];

  const WEB = /^(?:https?:)?(?:\/\/)?(?:[^@/?#]*@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d+))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i;
  const takeApart = (text) => {
    const [, name = "", port = "", path = "", query = "", fragment = ""] = WEB.exec(text) ?? [];
    const host = name.toLowerCase().replace(/^\.+|\.+$/g, "").replace(/^(?:www\.)+(?=.*\.)/, "");
    const ending = path.replace(/[/\s]+$/, "");
    return { host, port, written: ending, path: decoded(ending), query, fragment, values: new URLSearchParams(query) };
  };
  // The address without what does not change the page it leads to.
  const canonical = ({ host, port, written, query, fragment }) => {
    const ignored = (name) => /^(?:utm_.*|ref|tab|fbclid|gclid)$/.test(name) || (name === "context" && ARXIV_HOSTS.test(host));
    const kept = query.split("&").filter((part) => part.trim() && !ignored(part.split("=", 1)[0])).join("&");
    const place = fragment.split(":~:", 1)[0];
    const hasState = /[=/!]/.test(place) && !/\.pdf$/i.test(written);
    return `${host}${["", "80", "443"].includes(port) ? "" : `:${port}`}${written}${kept && `?${kept}`}${hasState ? `#${place}` : ""}`.trim();
  };

  // The keys of an address or identifier, the likeliest first; none if it is neither.
  const addressKeys = (given) => {
    const text = given.trim().replace(/^[<("']+|[>"']+$/g, "");
    if (!text || /\s/.test(text.replace(/^(?:arxiv|doi|corpusid):\s/i, ""))) return [];
    if (/^https?:\/\//i.test(text) || /^(?:[\w-]+\.)+[a-z]{2,}\/\S/i.test(text)) {
      const web = takeApart(text);
      for (const [hosts, paths, make] of RULES) {
        const match = hosts.test(web.host) && paths.exec(web.path);
        const key = match && make(web, match);
        if (key) return [key, `url:${canonical(web)}`];
      }
      return [`url:${canonical(web)}`, `url:${canonical({ ...web, fragment: "" })}`];
    }
    const name = text.replace(/[.,;]+$/, "");
    const paper = arxiv(name.toLowerCase());
    if (paper) return [paper];
    const named = doi(name.replace(/^doi:\s?/i, ""));
    if (named) return [named];
    if (new RegExp(`^${ACL}$`, "i").test(name)) return [acl(name)];
    const corpus = /^corpusid:\s?(\d+)$/i.exec(name);
    if (corpus) return [`s2:CorpusID:${corpus[1]}`];
    const scheme = /^([a-z0-9]+):(\S+)$/i.exec(name);
    if (scheme) return [`${scheme[1].toLowerCase()}:${scheme[2]}`];
    return [`openreview:${name}`, `youtube:${name}`];
  };
  (window.papergarden ??= {}).addressKeys = addressKeys;
})();
