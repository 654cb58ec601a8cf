"""Noun phrases and adverbials of the translator's grammar, English and Korean side by side.

An English word is a `W` (an object, so that it can be pointed at). A Korean word is a list of pieces
(text, sources, sure): `sources` are the English words it translates, `sure` tells a translation
(고양이 <- cat) from a function piece that belongs to it (는 <- cat).
"""

import unicodedata
import zlib

import lexicon as lx
from korean import PARTICLES, join, particle, split, with_final


class W:
    __slots__ = ('text', 'glued', 'spelled')

    def __init__(self, text, glued=False, spelled=False):
        self.text, self.glued, self.spelled = text, glued, spelled


class Context:
    """One sentence being made: random numbers, style, and the word pairs that it combines."""

    def __init__(self, rng, style):
        self.rng, self.style, self.pairs = rng, style, set()
        self.refers = None  # (it, the noun that it stands for, the other noun)

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, items):
        return items[int(self.rng.random() * len(items))]

    def pair(self, a, b):
        self.pairs.add((a, b))


def held_out(pair):
    """One pair of content words in forty is kept for the test set, by a hash of its letters."""
    return zlib.crc32('|'.join(pair).encode()) % 40 == 0


class NP:
    """A noun phrase. `ko` is open: the last word takes a particle. person: 1s 2 3s 1p 3p."""

    def __init__(self, en, ko, person, definite, animate=False, noun=None, gender='', kind='noun'):
        self.en, self.ko, self.person, self.definite = en, ko, person, definite
        self.animate, self.noun, self.gender, self.kind = animate, noun, gender, kind

    @property
    def sources(self):
        return self.ko[-1][-1][1]

    def marked(self, name, sources=None, sure=False, literal=None):
        """The Korean words with a particle: by name (object) or as it stands (literal='에')."""
        words = [list(word) for word in self.ko]
        word = ''.join(text for text, _, _ in words[-1])
        if name == 'subject' and self.kind == 'pronoun' and word in ('저', '나', '너'):
            words[-1] = [({'저': '제', '나': '내', '너': '네'}[word], *words[-1][0][1:])]
        last = word[-1] if '가' <= word[-1] <= '힣' else '가'
        text = literal or (particle(name, last) if name in PARTICLES else name)
        words[-1].append((text, sources or self.sources, sure))
        return words


def piece(text, *sources, sure=True):
    return (text, tuple(sources), sure)


def words_of(texts, sources, sure=True):
    return [[(text, tuple(sources), sure)] for text in texts]


ONSETS = dict(zip('bdghjklmnprstvz', 'ㅂㄷㄱㅎㅈㅋㄹㅁㄴㅍㄹㅅㅌㅂㅈ'))
VOWELS = dict(zip('aeiou', 'ㅏㅔㅣㅗㅜ'))
CODAS = dict(zip('nml', 'ㄴㅁㄹ'))


def made_up(ctx):
    """A word nobody knows, spelled in letters and in Hangul: ('Kelano', '켈라노')."""
    latin, hangul = '', ''
    count = 2 if ctx.chance(0.6) else 3
    for i in range(count):
        onset = '' if i == 0 and ctx.chance(0.15) else ctx.pick('bdghjklmnprstvz')
        vowel = ctx.pick('aeiou')
        coda = ctx.pick('nml') if ctx.chance(0.3 if i == count - 1 else 0.12) else ''
        if onset == 'l' and hangul and not split(hangul[-1])[2]:
            hangul = with_final(hangul, 'ㄹ')  # Mila is 밀라, Mira is 미라
        if coda == 'l' and i < count - 1:
            coda = 'n'
        latin += onset + vowel + coda
        hangul += join(ONSETS.get(onset, 'ㅇ'), VOWELS[vowel], CODAS.get(coda, ''))
    return latin, hangul


def pronoun(ctx, english=None):
    english = english or ctx.pick(['I', 'I', 'he', 'he', 'she', 'she', 'we', 'they', 'you'])
    polite, plain, *_ = lx.PRONOUNS[english]
    korean = plain if ctx.style == 'plain' else polite
    w = W(english)
    person = {'I': '1s', 'you': '2', 'he': '3s', 'she': '3s', 'we': '1p', 'they': '3p'}[english]
    return NP([w], [[piece(korean, w)]], person, True, True, kind='pronoun', gender=english)


# persons that cannot stand on both sides of a verb: I called me, we saw me
SAME = {'I': ('me', 'us'), 'we': ('me', 'us'), 'you': ('you',), 'he': ('him',), 'she': ('her',), 'they': ('them',), '': ()}


def object_pronoun(ctx, subject=None):
    """me, him; never who the subject is. `subject`: None in a command, whose subject is you (or we)."""
    same = ('you', 'us') if subject is None else SAME[subject.gender if subject.kind == 'pronoun' else '']
    english = ctx.pick([p for p in lx.OBJECT_PRONOUNS if p not in same])
    np = pronoun(ctx, lx.OBJECT_PRONOUNS[english])
    np.en[0].text = english
    return np


# characters that no word of the grammar has: spelled in bytes, and passed on as they are
SCRIPTS = [(0x4E00, 0x9FFF), (0x4E00, 0x9FFF), (0x3041, 0x3093), (0x30A1, 0x30F3), (0x0410, 0x044F), (0x03B1, 0x03C9),
           (0x05D0, 0x05EA), (0x0621, 0x063A), (0x0905, 0x0939), (0x0E01, 0x0E2E), (0xC0, 0x17F), (0x1F300, 0x1F64F), (0x2600, 0x26FF)]


def foreign(ctx):
    """One to three characters of another script; '가' where a particle asks for the last one's sound."""
    low, high = ctx.pick(SCRIPTS)
    text = ''.join(chr(ctx.rng.randint(low, high)) for _ in range(ctx.pick([1, 1, 2, 2, 3])))
    # a text is normalized before it is read: what that changes is no copy
    return text if unicodedata.normalize('NFC', text) == text else '☃'


def name(ctx, but=None):
    """A name; `but`: a noun phrase that it must differ from."""
    while True:
        np = any_name(ctx)
        if but is None or np.en[0].text not in [w.text for w in but.en]:
            return np


def any_name(ctx):
    if ctx.chance(0.03):
        text = foreign(ctx)
        w = W(text, spelled=True)
        return NP([w], [[piece(text, w)]], '3s', True, True, kind='name')
    spelled = ctx.chance(0.3)
    if spelled:
        latin, hangul = made_up(ctx)
        gender, latin = '', latin.capitalize()
    else:
        latin, hangul, gender = ctx.pick(lx.names)
    w = W(latin, spelled=spelled)
    return NP([w], [[piece(hangul, w)]], '3s', True, True, gender={'m': 'he', 'f': 'she', '': ''}[gender], kind='name')


def two_names(ctx):
    """Minsu and Mina."""
    a = name(ctx)
    b = name(ctx, a)
    w = W('and')
    return NP([*a.en, w, *b.en], [*a.marked('with', (w,), True), *b.ko], '3p', True, True, kind='name', gender='they')


GENDER = {w: 'he' for w in 'man boy father grandfather king prince'.split()}
GENDER |= {w: 'she' for w in 'woman girl mother grandmother queen princess'.split()}
FIRST_OF_TWO = {'big', 'small', 'fluffy', 'cute', 'pretty', 'dirty', 'clean', 'fast', 'heavy', 'light', 'expensive', 'cheap'}
COLOURS = {'white', 'black', 'red', 'blue', 'yellow'}


def adjective_words(ctx, noun):
    """(English words, Korean words) before a noun: one adjective, or two joined by -고."""
    choices = lx.adjectives_of[noun.singular]
    if not choices:
        return [], []
    a = ctx.pick(choices)
    w = W(a.english)
    ctx.pair(a.english, noun.singular)
    colours = [c for c in choices if c.english in COLOURS]
    if a.english in FIRST_OF_TWO and colours and ctx.chance(0.5):
        b = ctx.pick(colours)
        v = W(b.english)
        ctx.pair(b.english, noun.singular)
        return [w, v], [roles(a.korean.plain_stem('고'), (w,)), roles(b.korean.adnominal('present'), (v,))]
    return [w], [roles(a.korean.adnominal('present'), (w,))]


def roles(pieces, stem, tense=None, end=None, sure_end=False):
    """Pieces of korean.Verb -> pieces with sources."""
    made = []
    for text, role in pieces:
        if role == 'stem':
            made.append((text, stem, True))
        elif role == 'hon':
            made.append((text, stem, False))
        elif role == 'tense':
            made.append((text, tense or stem, False))
        else:
            made.append((text, end or stem, sure_end))
    return made


def article(en):
    """By sound: an honest man."""
    return 'an' if en[0].text[0] in 'aeiou' or en[0].text == 'honest' else 'a'


def possessor(ctx):
    """(English words, Korean words) of my, his, Minsu's."""
    if ctx.chance(0.25):
        np = name(ctx)
        w = W(np.en[0].text + "'s", spelled=np.en[0].spelled)
        return [w], [[(text, (w,), True) for text, _, _ in np.ko[0]] + [piece('의', w, sure=False)]]
    _, _, english, polite, plain = lx.PRONOUNS[ctx.pick(list(lx.PRONOUNS))]
    w = W(english)
    korean = plain if ctx.style == 'plain' else polite
    if korean.endswith('의'):
        return [w], [[piece(korean[:-1], w), piece('의', w, sure=False)]]
    return [w], [[piece(korean, w)]]


def noun_phrase(ctx, noun, *, depth=0, relative=None, plain=False, indefinite=True, modify=0.25):
    """A noun with determiner, adjectives, number; `relative(ctx, noun)` may add a clause after it."""
    if noun.group == 'subject':
        w = W(noun.singular)
        return NP([w], [[piece(noun.korean, w)]], '3s', True, noun=noun)
    adjectives, ko_adjectives = adjective_words(ctx, noun) if ctx.chance(modify) else ([], [])
    pluralia = noun.mass and noun.group == 'clothes'
    r = ctx.rng.random()
    plural = pluralia
    before, ko_before, after, ko_head, definite = [], [], [], None, True
    if noun.mass and noun.group == 'drink' and r < 0.2 and indefinite:
        return measured(ctx, noun)
    if noun.mass and not pluralia and r < 0.55:
        pass
    elif r < 0.42 or (noun.mass and r < 0.8):
        before = [W('the')]
        plural = plural or (not noun.mass and ctx.chance(0.2))
    elif r < 0.58 and not noun.mass and indefinite:
        before, definite = [W('a')], False
    elif r < 0.70:
        before, ko_before = possessor(ctx)
        plural = plural or (not noun.mass and ctx.chance(0.15))
    elif r < 0.78 and not noun.mass:
        plural = ctx.chance(0.3)
        near = ctx.chance(0.6)
        w = W(('these' if near else 'those') if plural else ('this' if near else 'that'))
        before, ko_before = [w], [[piece('이' if near else '저', w)]]
    elif r < 0.87 and not noun.mass and indefinite and noun.counter != '-':
        return counted(ctx, noun, adjectives, ko_adjectives)
    elif r < 0.91 and not noun.mass and indefinite:
        w = W('many')
        before, ko_before, plural, definite = [w], [[piece('많은', w)]], True, False
    elif not noun.mass and indefinite:
        plural = True
    else:
        before = [W('the')]
    head = W(noun.plural if plural and not noun.mass else noun.singular)
    if before and before[0].text == 'a':
        before[0].text = article([*adjectives, head])
    ko_head = [piece(noun.korean, head)]
    if plural and noun.animate:
        ko_head.append(piece('들', head, sure=False))
    person = '3p' if plural else '3s'
    en = [*before, *adjectives, head]
    ko = [*ko_before, *ko_adjectives, ko_head]
    np = NP(en, ko, person, definite, noun.animate, noun, 'they' if plural else GENDER.get(noun.singular, ''))
    can_extend = not plain and depth == 0 and (not before or before[0].text in ('the', 'a', 'an'))
    if can_extend and relative and ctx.chance(0.14):
        relative(ctx, np)
    return np


def counted(ctx, noun, adjectives, ko_adjectives):
    """three cats -> 고양이 세 마리; 12 cats -> 고양이 12 마리."""
    if ctx.chance(0.25):
        english = korean = str(ctx.rng.randint(11, 99))
    else:
        english, korean = ctx.pick(lx.numerals)
    one = english == 'one'
    n, head = W(english), W(noun.singular if one else noun.plural)
    ko = [*ko_adjectives, [piece(noun.korean, head)], [piece(korean, n)], [piece(noun.counter, n, sure=False)]]
    return NP([n, *adjectives, head], ko, '3s' if one else '3p', False, noun.animate, noun, GENDER.get(noun.singular, '') if one else 'they')


def measured(ctx, noun):
    """a cup of tea -> 차 한 잔; two bottles of water -> 물 두 병."""
    unit, plural, counter = ctx.pick([('cup', 'cups', '잔'), ('bottle', 'bottles', '병')])
    one = ctx.chance(0.5)
    english, korean = ('a', '한') if one else ctx.pick(lx.numerals[1:5])
    n, u, head = W(english), W(unit if one else plural), W(noun.singular)
    ko = [[piece(noun.korean, head)], [piece(korean, n)], [piece(counter, u)]]
    return NP([n, u, W('of'), head], ko, '3s' if one else '3p', False, False, noun)


AT = set('school station airport bank zoo church theater market hotel restaurant cafe hospital office bakery'.split())
ON = set('street road bridge beach island mountain'.split())


def place(ctx):
    """Where something happens: (preposition, NP)."""
    if ctx.chance(0.15):
        english, korean = ctx.pick(lx.cities)
        w = W(english)
        return W('in'), NP([w], [[piece(korean, w)]], '3s', True)
    if ctx.chance(0.1):
        w = W('home')
        return W('at'), NP([w], [[piece('집', w)]], '3s', True)
    noun = ctx.pick(lx.by_group['place'] + lx.by_group['open'])
    np = noun_phrase(ctx, noun, plain=True, indefinite=False, modify=0.1)
    if noun.singular in ON:
        return W('on'), np
    return W('at' if noun.singular in AT and ctx.chance(0.5) else 'in'), np


def spot(ctx):
    """Where something lies: on the table -> 탁자 위. (English words, Korean words, open)."""
    english, korean = ctx.pick(lx.BEHIND[1:])
    groups = ['furniture', 'tree', 'opening'] if english != 'on' else ['furniture']
    noun = ctx.pick([n for g in groups for n in lx.by_group[g]])
    np = noun_phrase(ctx, noun, plain=True, indefinite=False, modify=0.1)
    w = W(english)
    return [w, *np.en], [*np.ko, [piece(korean, w)]]
