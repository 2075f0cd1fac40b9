"""Notes, and what is found in them by which words: in the browser and in the terminal alike."""

from __future__ import annotations

DPR = "https://arxiv.org/abs/2004.04906"
NOTES = {
    "list.md": f"""---
tags: [lists]
---
# Reading list

## Retrieval papers

- [x] [DPR: Dense Passages]({DPR}) #dense/dual ✅ 2025-02-01
    - Two encoders are trained in pairs, and negatives come from the batch.
- [ ] [Pre-training for ranking](https://arxiv.org/abs/2101.00001) ➕ 2025-01-03
- [ ] [深度学习简介](https://example.org/chinese)
    - 神经网络, 𠮷野家 and 𐐷𐐲𐑌𐑀.
- [ ] [Of a publisher](https://doi.org/10.1145/1234.5678)
- [ ] [of a corpus](https://www.semanticscholar.org/paper/CorpusID:12345)

## Other topics

- [ ] [Sparse words](https://example.org/sparse) by hand ➕ 2025-01-05
- [/] [A film on ranking](https://youtu.be/kCc8FmEb1nY)
""",
    "post.md": f"""---
date: 2023-05-06
---
# On encoders

A paragraph about the Schrödinger bridge and its encoders, not of any work.

Others quote [DPR]({DPR}) when the zebra crosses.

```python
def weigh_passages(tokens): pass
```

The formula $\\zeta = \\mathrm{{hiddenmath}}$ is shown, <!-- secretcomment --> %% othersecret %%
not searched.
""",
    "library.json": """[{
        "id": "karpukhin", "type": "article", "DOI": "10.48550/arXiv.2004.04906",
        "author": [
            {"family": "Karpukhin", "given": "Vladimir"},
            {"family": "Yih", "given": "Wen-tau"}
        ],
        "custom": {"work": "arxiv:2004.04906"}
    }]""",
    "quiet.md": "---\nunlisted: true\n---\n# Quiet\n\nunlistedword stays away.\n",
}
WORK = "arxiv:2004.04906"

MEANT = {
    "dpr": WORK,
    "dense passages": WORK,
    "passag": WORK,  # its beginning
    "passage": WORK,  # another form
    "dense pasages": WORK,  # a letter too few,
    "dense passsages": WORK,  # too many,
    "dense pastages": WORK,  # wrong,
    "dense passaegs": WORK,  # changed places
    "egatives": WORK,  # the first letter too
    "encoders in pairs": WORK,
    "negatives batch": WORK,
    "zebra": WORK,
    "pretraining": "arxiv:2101.00001",
    "pre-training": "arxiv:2101.00001",
    "学习": "url:example.org/chinese",
    "深度学习": "url:example.org/chinese",
    "简": "url:example.org/chinese",  # a sign of a name,
    "介": "url:example.org/chinese",  # the last one of it,
    "经": "url:example.org/chinese",  # one of a text,
    "络": "url:example.org/chinese",
    "𠮷": "url:example.org/chinese",  # and one of two units of UTF-16
    "𠮷野": "url:example.org/chinese",
    "𐐏𐐲𐑌": "url:example.org/chinese",  # in capitals, as a beginning,
    "𐐷𐑌𐐲𐑀": "url:example.org/chinese",  # with a slip
    "schrodinger": "note:post",
    "weigh passages": "note:post",
    "on encoders": "note:post",
    "2004.04906": WORK,
    "arxiv:2004.04906v2": WORK,
    "https://www.alphaxiv.org/abs/2004.04906": WORK,
    "10.48550/arXiv.2004.04906": WORK,
    "example.org/sparse": "url:example.org/sparse",
    "https://www.example.org/sparse/?utm_source=x": "url:example.org/sparse",
    '"trained in pairs"': WORK,
    "dense xylophone": WORK,  # nothing has all words
}

PASTED = {
    "arXiv: 2004.04906": WORK,
    "ARXIV:2004.04906": WORK,
    "arXiv:2004.04906v2 [cs.CL]": WORK,
    "arXiv:2004.04906v2 [cs.CL].": WORK,
    f"({DPR})": WORK,
    f"({DPR}).": WORK,
    f"{DPR}.": WORK,
    f"{DPR},": WORK,
    f"“{DPR}”,": WORK,
    f"<{DPR}>;": WORK,
    "[2004.04906]": WORK,
    "HTTPS://ARXIV.ORG/abs/2004.04906": WORK,
    "DOI: 10.1145/1234.5678": "doi:10.1145/1234.5678",
    "doi:10.1145/1234.5678.": "doi:10.1145/1234.5678",
    "CorpusID:12345": "s2:CorpusID:12345",
    "CorpusID: 12345": "s2:CorpusID:12345",
}

NOTHING = [
    "hiddenmath",
    "zeta",
    "secretcomment",
    "othersecret",
    "unlistedword",
    "quiet",
    '"pairs in trained"',
    "status:dropped",
    "https://arxiv.org/abs/1706.03762",
    *("", "   ", "-", '"', '""', '-""', "***", "(", "\\", "😀", "- -", "topic: "),
    "https://!!!",
]

NARROWED = {
    "status:queued status:reading ranking": ["arxiv:2101.00001", "youtube:kCc8FmEb1nY"],
    "status:reading status:read": [WORK, "youtube:kCc8FmEb1nY"],
    "kind:video kind:post": ["note:post", "youtube:kCc8FmEb1nY"],
    "year:2020 year:2021": [WORK, "arxiv:2101.00001"],
    "year:2020 year:2021 status:read": [WORK],
    "topic:retrieval topic:other": [],
    "-status:queued -status:read kind:video": ["youtube:kCc8FmEb1nY"],
    "status:queued topic:other": ["url:example.org/sparse"],
    "status:read": [WORK],
    "kind:video": ["youtube:kCc8FmEb1nY"],
    "tag:dense": [WORK, "note:list"],  # the task is a line of the list
    "tag:dual": [],
    "status:done": [WORK],
    "status:que topic:other": ["url:example.org/sparse"],
    "tag:lists": ["note:list"],
    "author:karp": [WORK],
    'author:"vladimir k"': [WORK],
    "author:Tau author:yih": [WORK],
    "author:yih status:queued": [],
    "author:ukhin": [],
    "status:read -author:yih": [],
    "year:2020": [WORK],
    "year:2020..2021 kind:paper": [WORK, "arxiv:2101.00001"],
    "year:..2020": [WORK],
    "in:encoders": ["note:post", WORK],
    "ranking -film": ["arxiv:2101.00001"],
    "ranking -status:queued": ["youtube:kCc8FmEb1nY"],
    'topic:"retrieval papers" status:queued ranking': ["arxiv:2101.00001"],
    'ranking -"film on ranking"': ["arxiv:2101.00001"],
}
