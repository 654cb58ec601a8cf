"""The translator's vocabulary: what the grammar says, counted; then letters, digits, Hangul syllables and bytes for
what it does not say."""

import re
import string
from collections import Counter

from sentences import sentences
from tokenizers import Unigram

LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
# of characters that are no letter, digit or mark of ASCII
BYTES = [f'<0x{b:02X}>' for b in range(256) if not 32 <= b < 127]
TAGS = ['>>formal<<', '>>plain<<']


def build(samples=150000, at_least=12):
    english, korean = Counter(), Counter()
    source = sentences(1)
    for _ in range(samples):
        s = next(source)
        for i, (a, b) in enumerate(s.en_spans):
            word = s.english[a:b]
            if word.endswith("'s") and word.lower() != "let's":
                english["'s"] += 1
                word = word[:-2]
            if i not in s.spelled:
                english['▁' + word] += 1
        for j, (a, b) in enumerate(s.ko_spans):
            start = a == 0 or s.korean[a - 1] == ' '
            if j not in s.ko_spelled:
                korean[('▁' if start else '') + s.korean[a:b]] += 1

    def known(counts):
        return [p for p, n in counts.most_common() if n >= at_least and not re.search(r'[\d,.?]', p)]

    syllables = syllables_of_made_up_words()
    digits = [*'0123456789', *('▁' + d for d in '123456789')]
    targets = ['</s>', '<unk>', '.', '?', '▁', *digits, *BYTES, *sorted(syllables), *known(korean)]
    sources = [*TAGS, ',', *LETTERS, *('▁' + c for c in LETTERS), *string.punctuation, *known(english)]
    # Korean first, so that what the decoder can write is one range of ids
    pieces = list(dict.fromkeys(targets))
    n_targets = len(pieces)
    return [*dict.fromkeys([*pieces, *sources]), '<pad>'], n_targets


def syllables_of_made_up_words():
    import random
    from phrases import Context, made_up
    ctx = Context(random.Random(2), 'polite')
    counts = Counter(c for _ in range(60000) for c in made_up(ctx)[1])
    return [c for c, n in counts.items() if n >= 20]


def tokenizer(pieces):
    return Unigram(pieces, ['</s>', '<unk>', '<pad>', *TAGS], TAGS)
