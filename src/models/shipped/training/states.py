"""The translator's grammar: what things are like, what they are, where they are, and the weather."""

import lexicon as lx
from actions import BEINGS, subject_np
from clauses import HEAD, Clause, Copula, realize
from korean import Verb, final_of, particle
from lexicon import EnglishVerb
from phrases import NP, W, article, counted, name, noun_phrase, piece, place, pronoun, roles, spot, words_of

DEGREES = [('very', '아주'), ('really', '정말'), ('too', '너무'), ('so', '너무')]


def describing(ctx, subject=None, tense=None, adjective=None, degree=0.3):
    """The house is big; the doctor was not very kind."""
    if subject is None:
        usable = [a for a in lx.adjectives if not a.attributive_only]
        adjective = adjective or ctx.pick(usable)
        subject = subject_np(ctx, sorted(adjective.nouns, key=lambda n: n.singular))
    elif adjective is None:
        if subject.noun:
            choices = [a for a in lx.adjectives_of[subject.noun.singular] if not a.attributive_only]
        else:
            choices = [a for a in lx.adjectives[:16]]
        adjective = ctx.pick(choices)
    c = Clause(subject, None, adjective.korean)
    w = W(adjective.english)
    if subject.noun:
        ctx.pair(adjective.english, subject.noun.singular)
    c.complements = [w]
    if ctx.chance(degree):
        english, korean = ctx.pick(DEGREES[:3])
        d = W(english)
        c.complements, c.objects = [d, w], words_of([korean], (d,))
    c.tense = tense or ctx.pick(['present', 'present', 'past', 'past', 'future'])
    c.negative = ctx.chance(0.15)
    return c


def comparing(ctx):
    """The dog is faster than the cat -> 개는 고양이보다 더 빠르다."""
    adjective = ctx.pick([a for a in lx.adjectives if a.english in lx.COMPARATIVES])
    nouns = sorted(adjective.nouns, key=lambda n: n.singular)
    a, b = (noun_phrase(ctx, ctx.pick(nouns), plain=True, indefinite=False, modify=0.1) for _ in 'ab')
    texts = lx.COMPARATIVES[adjective.english].split()
    en = [W(t) for t in texts]
    than = W('than')
    c = Clause(a, None, adjective.korean)
    c.complements = [*en, than, *b.en]
    c.objects = [*b.marked('', (than,), True, '보다'), [piece('더', en[0])]]
    c.tense = ctx.pick(['present', 'present', 'past'])
    c.negative = ctx.chance(0.1)
    return c, en[-1]


def identifying(ctx, tense=None, subject=None):
    """Minsu is a doctor."""
    jobs = [n for n in lx.by_group['person'] if n.singular not in ('child', 'baby', 'mother', 'father', 'thief')]
    np = subject or (pronoun(ctx) if ctx.chance(0.5) else name(ctx) if ctx.chance(0.6) else subject_np(ctx, lx.by_group['person'][:14]))
    noun = ctx.pick(jobs)
    plural = np.person in ('3p', '1p')
    w = W(noun.plural if plural else noun.singular)
    en, ko = [w], [piece(noun.korean, w)]
    mods, ko_mods = [], []
    if ctx.chance(0.25):
        choices = [a for a in lx.adjectives_of[noun.singular] if not a.attributive_only]
        a = ctx.pick(choices)
        m = W(a.english)
        ctx.pair(a.english, noun.singular)
        mods, ko_mods = [m], [roles(a.korean.adnominal('present'), (m,))]
    en = [*mods, w]
    if not plural:
        en = [W(article(en)), *en]
    c = Clause(np, None, Copula(not final_of(noun.korean)), attached=ko)
    c.complements, c.objects = en, ko_mods
    c.tense = tense or ctx.pick(['present', 'present', 'present', 'past'])
    c.negative = ctx.chance(0.2)
    return c, w


def being_there(ctx):
    """There is a cat on the roof; the key is under the bed. Returns the sentence's two sides and question."""
    question = ctx.chance(0.15)
    tense = ctx.pick(['present', 'present', 'past'])
    noun = ctx.pick(lx.by_group['thing'] + BEINGS + lx.by_group['food'])
    if ctx.chance(0.5):
        en_where, ko_where = spot(ctx)
        w = en_where[0]
        ko_where[-1] = [*ko_where[-1], piece('에', w, sure=False)]
    else:
        w, np = place(ctx)
        en_where, ko_where = [w, *np.en], np.marked('', (w,), True, '에')
    there = ctx.chance(0.55)
    if there:
        thing = noun_phrase(ctx, noun, plain=True)
        if thing.definite and thing.person == '3s' and not noun.mass or thing.en[0].text in ('the', 'these', 'those', 'my', 'his', 'her', 'our', 'their', 'your') or thing.en[0].text.endswith("'s"):
            head = W(noun.plural if not noun.mass else noun.singular)
            n, korean = ctx.pick(lx.numerals)
            if noun.mass:
                thing = NP([head], [[piece(noun.korean, head)]], '3s', False, noun=noun)
            else:
                thing = counted(ctx, noun, [], [])
        plural = thing.person == '3p' and not thing.en[0].text in ('a', 'an')
        subject = NP([W('there')], [], '3p' if plural else '3s', False)
        c = Clause(subject, None, Verb('있다', 'exist'), tense)
        c.complements = [*thing.en, *en_where]
        c.objects = [*ko_where, *thing.marked('subject')]
        drop = True
    else:
        subject = subject_np(ctx, [noun], relative=False)
        if not subject.definite:
            subject = noun_phrase(ctx, noun, plain=True, indefinite=False)
        c = Clause(subject, None, Verb('있다', 'exist'), tense)
        c.complements, c.objects = en_where, ko_where
        drop = False
    c.negative = not question and ctx.chance(0.12)
    en, ko = realize(c, ctx, question=question, drop_subject=drop, head=(subject.en[0],) if there else (w,))
    return en, ko, question


WEATHER = [('rain', '비'), ('snow', '눈')]
FEELS = [('hot', Verb('덥다', 'adj', 'ㅂ')), ('cold', Verb('춥다', 'adj', 'ㅂ')), ('warm', Verb('따뜻하다', 'adj')), ('cool', Verb('시원하다', 'adj'))]


def weather(ctx, tense=None):
    """It rained -> 비가 왔다; it is cold -> 날씨가 춥다."""
    it = W('it')
    subject = NP([it], [], '3s', True)
    if ctx.chance(0.5):
        english, korean = ctx.pick(WEATHER)
        c = Clause(subject, EnglishVerb((english, english + 's', english + 'ed', english + 'ing'), None), Verb('오다'))
        c.tense = tense or ctx.pick(['past', 'past', 'future', 'present'])
        c.progressive = tense is None and c.tense == 'present'
        c.objects = [[(korean, HEAD, True), (particle('subject', korean), HEAD, False)]]
    else:
        english, korean = ctx.pick(FEELS)
        c = Clause(subject, None, korean, tense or ctx.pick(['past', 'present', 'future']))
        w = W(english)
        c.complements, c.objects = [w], [[piece('날씨', it, sure=False), piece('가', it, sure=False)]]
        if ctx.chance(0.3):
            d = W('very')
            c.complements = [d, w]
            c.objects += words_of(['아주'], (d,))
    c.negative = tense is None and ctx.chance(0.1)
    return c
