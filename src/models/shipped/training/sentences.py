"""Whole sentences of the translator's grammar: `sentence(rng)` makes one English sentence, its Korean translation
and the alignment between their words. Every sentence has one translation, so a reader of the grammar can be
right each time. Style: >>formal<< (합니다), >>plain<< (한다), and without a tag the polite 해요.
"""

import random

from actions import TAGS, add_adverbs, verb_clause
from states import being_there, comparing, describing, identifying, weather
from clauses import realize
from joined import because, because_it, coordinated, joined, reported
from phrases import Context, W, held_out
from questions import command, wh_question, yes_no


def simple(ctx):
    r = ctx.rng.random()
    if r < 0.62:
        return realize(verb_clause(ctx), ctx)
    if r < 0.80:
        c = describing(ctx)
        if ctx.chance(0.15):
            add_adverbs(ctx, c, where=False, p=1)
        return realize(c, ctx)
    if r < 0.86:
        c, head = comparing(ctx)
        return realize(c, ctx, head=(head,))
    if r < 0.94:
        c, head = identifying(ctx)
        return realize(c, ctx, head=(be_word(c),))
    c = weather(ctx)
    add_adverbs(ctx, c, where=False, p=0.5)
    return realize(c, ctx)


def be_word(c):
    """A copula's verb is `be`, a word that realize makes; its noun stands for it in the alignment."""
    return c.complements[-1]


KINDS = [
    (0.45, simple), (0.06, None), (0.08, yes_no), (0.09, wh_question), (0.06, command),
    (0.09, because_it), (0.03, because), (0.03, lambda ctx: joined(ctx, 'when')), (0.03, lambda ctx: joined(ctx, 'if')),
    (0.01, lambda ctx: joined(ctx, 'before')), (0.01, lambda ctx: joined(ctx, 'after')),
    (0.04, coordinated), (0.04, reported),
]


class Sentence:
    """english, korean: text. links: {(English word, Korean piece): sure}; spans of words in the texts."""

    def __init__(self, tag, en, ko, mark, ctx, lower=False):
        self.tag, self.pairs = tag, ctx.pairs
        ko = [[p for p in word if p[0]] for word in ko]
        if mark:
            w = W(mark, True)
            en = [*en, w]
            ko[-1] = [*ko[-1], (mark, (w,), True)]
        first = en[0]
        start = first.text if lower or not first.text.isascii() else first.text[0].upper() + first.text[1:]
        text = (tag + ' ' if tag else '')
        self.en_spans, where = [], {}
        self.spelled = {i for i, w in enumerate(en) if w.spelled}
        for i, w in enumerate(en):
            shown = start if i == 0 else w.text
            if i and not w.glued:
                text += ' '
            where[id(w)] = i
            self.en_spans.append((len(text), len(text) + len(shown)))
            text += shown
        self.english = text
        text, self.ko_spans, self.links, self.ko_spelled = '', [], {}, set()
        for i, word in enumerate(ko):
            text += ' ' if i else ''
            for piece_text, sources, sure in word:
                j = len(self.ko_spans)
                self.ko_spans.append((len(text), len(text) + len(piece_text)))
                text += piece_text
                if any(w.spelled for w in sources) and sure:
                    self.ko_spelled.add(j)
                for w in sources:
                    if id(w) in where:
                        self.links[where[id(w)], j] = sure
        self.korean = text
        self.refers = ctx.refers and tuple(where[id(w)] for w in ctx.refers)

    def copied(self, i, j):
        """Whether a word is the same in both languages (or has only 's more in English)."""
        (a, b), (c, d) = self.en_spans[i], self.ko_spans[j]
        return self.english[a:b].removesuffix("'s") == self.korean[c:d]

    @property
    def held(self):
        return any(held_out(p) for p in self.pairs)


def sentence(rng, style=None):
    style = style or ('polite' if rng.random() < 0.6 else 'formal' if rng.random() < 0.5 else 'plain')
    ctx = Context(rng, style)
    r = rng.random()
    question = False
    for share, make in KINDS:
        if r < share:
            break
        r -= share
    else:
        make = simple
    if make is None:
        en, ko, question = being_there(ctx)
    else:
        en, ko = make(ctx)
        question = make in (yes_no, wh_question)
    # readers also write without capital or full stop
    mark = '' if rng.random() < 0.05 else '?' if question else '.'
    return Sentence(TAGS[style], en, ko, mark, ctx, lower=rng.random() < 0.06)


def sentences(seed, *, held=False):
    """Endless sentences: those without a held-out pair, or only those with one."""
    rng = random.Random(seed)
    while True:
        s = sentence(rng)
        if s.held == held:
            yield s
