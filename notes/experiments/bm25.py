"""BM25 over six sentences: python bm25.py [k1 [b [query]]]."""

import math
import re
import sys
from collections import Counter

CORPUS = [
    "the cat sat on the mat",
    "a dense retriever maps a query and a passage to vectors",
    "an inverted index maps a term to the passages that hold it",
    "late interaction keeps one vector a token and pays for it in storage",
    "the index of an inverted file holds a list of postings for each term and the list grows with the corpus",
    "term term term term",
]


def tokens(text):
    return re.findall(r"[a-z0-9]+", text.lower())


class BM25:
    def __init__(self, texts, k1=1.2, b=0.75):
        self.docs = [Counter(tokens(text)) for text in texts]
        lengths = [doc.total() for doc in self.docs]
        mean = sum(lengths) / len(lengths)
        self.norms = [k1 * (1 - b + b * length / mean) for length in lengths]
        self.k1, self.df = k1, Counter(term for doc in self.docs for term in doc)

    def idf(self, term):
        return math.log(1 + (len(self.docs) - self.df[term] + 0.5) / (self.df[term] + 0.5))

    def score(self, query, i):
        tf = self.docs[i]
        return sum(self.idf(t) * tf[t] * (self.k1 + 1) / (tf[t] + self.norms[i]) for t in tokens(query) if t in tf)

    def search(self, query):
        hits = [(self.score(query, i), i) for i in range(len(self.docs))]
        return sorted((hit for hit in hits if hit[0] > 0), key=lambda hit: (-hit[0], hit[1]))


if __name__ == "__main__":
    k1, b, query = (sys.argv[1:] + ["1.2", "0.75", "inverted index term"][len(sys.argv) - 1 :])[:3]
    for score, i in BM25(CORPUS, float(k1), float(b)).search(query):
        print(f"{score:.3f}  {CORPUS[i]}")
