"""Text that was read in a wrong encoding once comes back; text that is right stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.repair import Repair, repair
from papergarden.core.source import read

# Each as it arrives, and as it was meant.
DAMAGED = {
    "a scroll of Mac Roman": ("\uf8ff\xfc\xec\xfa", "📜"),
    "a newspaper of Mac Roman": ("\uf8ff\xfc\xec\u221e", "📰"),
    "a test tube of Mac Roman": ("\uf8ff\xfc\xdf\u2122", "🧪"),
    "a book of Mac Roman": ("\uf8ff\xfc\xec\xf1", "📖"),
    "a globe of Mac Roman": ("\uf8ff\xfc\xe5\xea", "🌐"),
    "a television of Mac Roman": ("\uf8ff\xfc\xec\u222b", "📺"),
    "an apostrophe of Mac Roman": ("\u201a\xc4\xf4", "’"),
    "an opening quote of Mac Roman": ("\u201a\xc4\xfa", "“"),
    "a closing quote of Mac Roman": ("\u201a\xc4\xf9", "”"),
    "a dash of Mac Roman": ("\u201a\xc4\xec", "–"),
    "an apostrophe of Windows-1252": ("\xe2\u20ac\u2122", "’"),
    "a scroll of Windows-1252": ("\xf0\u0178\u201c\u0153", "📜"),
    "a closing quote of Windows-1252, with a byte it lacks": ("\xe2\u20ac\x9d", "”"),
}


@pytest.mark.parametrize(("before", "after"), DAMAGED.values(), ids=DAMAGED)
def test_each_known_damage_is_undone(before: str, after: str) -> None:
    """A damaged run is the one character that it was, and the repair says what it did."""
    text = f"- {before}[it{before}s](https://arxiv.org/abs/2104.08821) {before}\n"

    assert repair(text) == (
        text.replace(before, after),
        (Repair(before, after, line=1, count=3),),
    )


def test_runs_in_a_row_are_repaired_one_by_one() -> None:
    """Damage right after damage is two characters."""
    assert repair("\xe2\u20ac\u0153\xe2\u20ac\u2122")[0] == "“’"


def test_both_wrong_readings_may_stand_in_one_file() -> None:
    """Each run is repaired by the reading that it went through."""
    text, repairs = repair("\uf8ff\xfc\xec\xfa a\nit\xe2\u20ac\u2122s 📖 b")

    assert text == "📜 a\nit’s 📖 b"
    assert [(r.line, r.after) for r in repairs] == [(1, "📜"), (2, "’")]


def test_lines_and_counts_are_those_of_the_file() -> None:
    """A repair names the line of its first case, from 1, and how many there are of it."""
    text, repairs = repair("a\n\nit\xe2\u20ac\u2122s\nb\xe2\u20ac\u201cc\nshe\xe2\u20ac\u2122s\n")

    assert text == "a\n\nit’s\nb–c\nshe’s\n"
    assert repairs == (
        Repair("\xe2\u20ac\u2122", "’", line=3, count=2),
        Repair("\xe2\u20ac\u201c", "–", line=4, count=1),
    )


RIGHT = """\
Amharic ጽሑፉን ሁለት ጊዜ አነበብኩት።
Arabic قرأتُ المقالةَ مرّتين، ثمّ كتبتُ عنها «ملخّصًا».
Armenian Հոդվածը երկու անգամ կարդացի։
Bengali প্রবন্ধটি দুবার পড়েছি।
Bulgarian Прочетох статията „два пъти“ – дълга е.
Burmese စာတမ်းကို နှစ်ခါဖတ်ခဲ့သည်။
Catalan L’article és llarg; l·legir-lo costa.
Chinese 这篇论文我读了两遍——“很长”。
Croatian Članak sam pročitao dvaput… što sad?
Czech Článek jsem četl dvakrát, „příliš žluťoučký“.
Danish Jeg læste artiklen to gange – på én dag.
Dutch Ik las het artikel ’s avonds, twee keer: één, zeeën.
Esperanto Ĉu vi legis la artikolon ĵaŭde?
Estonian Lugesin artiklit õhtul, öösel ja üleüldse.
Finnish Luin artikkelin yöllä, ääneen.
French « J’ai lu l’article à Noël – œuvre naïve, ça va ? »
Georgian სტატია ორჯერ წავიკითხე.
German „Übung“ – größer, ‚ähnlich‘, Öl für 5 €.
Greek Διάβασα το άρθρο δύο φορές· «γιατί;»
Gujarati મેં લેખ બે વાર વાંચ્યો.
Hebrew קראתי את המאמר פעמיים – ״ארוך״.
Hindi मैंने लेख दो बार पढ़ा।
Hungarian Kétszer olvastam: „árvíztűrő tükörfúrógép”.
Icelandic Ég las greinina þrisvar, æ ofan í æ.
Irish Léigh mé an t-alt faoi dhó; tá sé fada.
Italian È lungo: perché l’ho letto? Così.
Japanese この論文を二回読んだ。「長い」…
Khmer ខ្ញុំបានអានអត្ថបទពីរដង។
Korean 논문을 두 번 읽었다.
Lao ຂ້ອຍອ່ານບົດຄວາມສອງເທື່ອ.
Latvian Rakstu lasīju divreiz; žēl, ka garš.
Lithuanian Straipsnį skaičiau dukart – „ačiū“.
Maltese Qrajt l-artiklu darbtejn, ħafna ġieħ.
Norwegian Jeg leste artikkelen to ganger – på ei øy, ærlig.
Persian مقاله را دو بار خواندم.
Polish Przeczytałem artykuł dwa razy – „zażółć gęślą jaźń”.
Portuguese Não li à toa: «ação», “coração”.
Romanian Am citit articolul de două ori: „țară”, știință.
Russian Я прочитал статью дважды — «длинная».
Sinhala මම ලිපිය දෙවරක් කියෙව්වා.
Slovak Článok som čítal dvakrát: kôň, ľad, päť.
Spanish ¿Leíste el artículo? ¡Sí, mañana! «ñu»
Swedish Jag läste artikeln två gånger – på ön.
Tamil கட்டுரையை இரண்டு முறை படித்தேன்.
Telugu వ్యాసం రెండుసార్లు చదివాను.
Thai ฉันอ่านบทความสองครั้ง
Turkish Makaleyi iki kez okudum: “ğüşıöç”, İstanbul’da.
Ukrainian Я прочитав статтю двічі — «ґрунтовна».
Urdu میں نے مضمون دو بار پڑھا۔
Vietnamese Tôi đã đọc bài báo hai lần: “dài quá”.
Yoruba Mo ka àkọsílẹ̀ náà lẹ́ẹ̀mejì.
Emoji 📜 🧪 👩🏽‍🔬 ⏫ ✅ 2025-06-09, 🗓️ and ☕️
Mathematics ∀ε>0 ∃δ: |f(x)−f(y)|≤ε, ±½·√2 ≈ 0.707, Å, µ, π∞, ∂f/∂x, ∑ᵢ, x⃗, ℝⁿ, √±2
Trade Coca‑Cola™ ® © ¶ § † ‡ • ¥ £ ¢ ¬ ª º
"""


@pytest.mark.parametrize("line", RIGHT.splitlines(), ids=lambda line: line.split()[0])
def test_right_text_of_any_language_stays(line: str) -> None:
    """No sentence that is right is ever altered."""
    assert repair(line) == (line, ())


@pytest.mark.parametrize("before", ["Ã©", "Ã¼ber", "‚Ä", "l’é", "Â°", "√±2"])
def test_runs_of_two_stay(before: str) -> None:
    """A pair of characters is right in too many languages to be touched."""
    assert repair(before) == (before, ())


@pytest.mark.parametrize(
    "code",
    [
        "`{}`",
        "``{} ` {}``",
        "a `b {}\nc` d",
        "```\n{}\n```",
        "```python\n# {}\n```\n",
        "~~~\n{}\n~~~",
        "- a\n  ```\n  {}\n  ```",
        "> ```\n> {}\n> ```",
        "````\n```\n{}\n````",
        "```\n{}\nthat never ends",
    ],
)
def test_code_stays(code: str) -> None:
    """In code stands what was typed, and so the damage may be meant."""
    text = code.replace("{}", "\xe2\u20ac\u2122")

    assert repair(text) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "`a` {} `b`",
        "a ` b {}",
        "```\na\n```\n{}",
        "`a\n\n{} b`",
        "~~ {} ~~",
    ],
)
def test_text_beside_code_is_repaired(text: str) -> None:
    """A back-tick alone, or one further up, makes no code of a text."""
    damaged = text.replace("{}", "\xe2\u20ac\u2122")

    assert repair(damaged)[0] == text.replace("{}", "’")


def test_what_is_no_character_stays() -> None:
    """A run that would become no character at all, or one that has no meaning, is kept."""
    for run in [
        "\xee\u20ac\u20ac",  # U+E000, of private use
        "\xed\xa0\u20ac",  # U+D800, a surrogate
        "\xf4\x8f\xbf\xbf",  # U+10FFFF
        "\xe2\u20ac",  # a byte short
        "\xe2\u20aca",
        "\xf8\xfc\xec\xfa",  # no first byte of UTF-8
    ]:
        assert repair(run) == (run, ())


def test_the_repairs_of_a_file_are_reported() -> None:
    """Each distinct case is one remark with its line on disk and its number."""
    text = "---\ntitle: it\xe2\u20ac\u2122s\n---\n- \uf8ff\xfc\xec\xfa a\n- \uf8ff\xfc\xec\xfa b\n"
    source = read("log.md", text.encode())

    assert source.body == "- 📜 a\n- 📜 b\n"
    assert source.properties == {"title": "it’s"}
    assert [(d.line, d.code, d.severity, d.message) for d in source.diagnostics] == [
        (2, "encoding-repaired", "info", "“\xe2\u20ac\u2122” is read as “’”"),
        (4, "encoding-repaired", "info", "“\uf8ff\xfc\xec\xfa” is read as “📜”, 2 times"),
    ]


# How each byte over 127 is read by mistake. Python leaves five bytes of Windows-1252 out; what
# reads files keeps them as control characters.
READINGS = {
    "cp1252": [bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(0x80, 0x100)],
    "mac_roman": list(bytes(range(0x80, 0x100)).decode("mac_roman")),
}
WORD = st.text("abcdefgh xyz,.-[]()#*", min_size=1, max_size=8)
# Characters of three bytes, and those of four that people write in notes.
LONG = (
    st.characters(min_codepoint=0x1000, max_codepoint=0xFFFF)
    | st.characters(min_codepoint=0x1F000, max_codepoint=0x1FAFF)
).filter(lambda char: unicodedata.category(char) not in {"Cn", "Co", "Cs", "Cc"})


def damaged(char: str, reading: str) -> str:
    """What becomes of a character whose UTF-8 is read as something else."""
    return "".join(READINGS[reading][byte - 0x80] for byte in char.encode())


@given(st.lists(st.tuples(WORD, LONG, st.sampled_from(list(READINGS))), min_size=1, max_size=6))
def test_damage_among_words_comes_back(parts: list[tuple[str, str, str]]) -> None:
    """Any damaged character, set off by spaces, is again what it was."""
    meant = " ".join(f"{word} {char}" for word, char, _ in parts)
    text = " ".join(f"{word} {damaged(char, reading)}" for word, char, reading in parts)

    assert repair(text)[0] == meant


ANY = st.text() | st.text("‚Äôúù\uf8ffüìúâ€™“ab `~\n\xe2\u0178\x9d", max_size=30)


@given(ANY)
def test_repair_keeps_what_is_plain(text: str) -> None:
    """ASCII is never altered, and no line is lost or won."""
    repaired, repairs = repair(text)

    assert [c for c in repaired if c.isascii()] == [c for c in text if c.isascii()]
    assert all(text.split("\n")[r.line - 1].count(r.before) > 0 for r in repairs)


@given(st.lists(LONG | WORD | st.sampled_from(["é", "`", "\n"]), max_size=12).map(" ".join))
def test_repair_is_done_once(text: str) -> None:
    """What was repaired once is right, and stays."""
    once, _ = repair("".join(damaged(c, "cp1252") if ord(c) >= 0x1000 else c for c in text))

    assert repair(once) == (once, ())
