"""What is still read or asked about when every phrase that hit in a text is taken out: words nobody has foreseen.

Reads lines of ``text | +finding -finding`` (``a/b``: one of them), such as the texts of strangers beside the tests.

    python validation/own_words_left_out.py tests/unit/inference/own_words_of_40_strangers.txt
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose
from unweary.inference.sentences import sentences
from unweary.inference.word_book import book_of
from unweary.inference.wordings import find, parse, ready
from unweary.vocab.knowledge import Knowledge

FRIDAY = date(2026, 11, 20)


def left_out(text: str, findings: set[str], knowledge: Knowledge) -> Knowledge:
    """The knowledge without the phrases for these findings that stand in the text, and without what follows."""
    groups = {group.id: group.words for group in knowledge.word_groups}
    book = book_of(
        knowledge.lexicon, knowledge.word_groups, knowledge.readings, knowledge.profile_words, knowledge.changes
    )
    readers = [ready(sentence, book.words, book.stems, book.body) for sentence in sentences(text)]
    lexicon = []
    for phrase in knowledge.lexicon:
        words = phrase.words
        if phrase.finding in findings:
            words = tuple(
                each for each in words if not any(find(one, row) for one in readers for row in parse(each, groups))
            )
        if words:
            lexicon.append(replace(phrase, words=words))
    return replace(knowledge, lexicon=tuple(lexicon), entailed=())


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--half", type=int, choices=(0, 1), help="every second text only, from the first or second on")
    asked = parser.parse_args()
    lines = [line for path in asked.paths for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    knowledge = knowledge_room.load()
    texts = lines if asked.half is None else lines[asked.half :: 2]
    wishes = read = met = guessed = unlisted = 0
    for line in texts:
        text, _, listed = line.partition(" | ")
        every = [wish[1:].split("/") for wish in listed.split()]
        present = [wish[1:].split("/") for wish in listed.split() if wish[0] == "+" and "=" not in wish]
        said = propose(text, left_out(text, {name for names in present for name in names}, knowledge), FRIDAY)
        sure = {each.finding for each in said.findings if each.state == "present"}
        meant = {each.finding for each in said.meant}
        open_ = meant | {each.finding for each in said.findings if each.state == "uncertain"}
        wishes += len(present)
        read += sum(not sure.isdisjoint(names) for names in present)
        met += sum(not (sure | open_).isdisjoint(names) for names in present)
        guessed += len(meant)
        unlisted += len(meant.difference(*every))
    print(f"{len(texts)} texts, {wishes} findings present: read {read / wishes:.1%}, read or asked {met / wishes:.1%}")
    print(f"guesses a text {guessed / len(texts):.2f}, of these not listed {unlisted / len(texts):.2f}")


if __name__ == "__main__":
    main()
