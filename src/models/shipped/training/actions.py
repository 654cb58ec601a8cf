"""The translator's grammar: who does what. Subjects, relative clauses, objects, adverbs, tenses, and the clause
of an action (going, giving, playing, having and the verbs of the lexicon)."""

import lexicon as lx
from clauses import Clause, realize
from korean import Verb
from lexicon import EnglishVerb
from phrases import NP, W, made_up, name, noun_phrase, object_pronoun, piece, place, pronoun, roles, spot, two_names, words_of

TAGS = {'polite': None, 'formal': '>>formal<<', 'plain': '>>plain<<'}
STATIVE = set('like hate want need forget remember love believe see hear'.split())
MOMENTS = set('lose disappear arrive find break catch'.split())  # no -ing
HAPPENS = STATIVE | set('lose disappear arrive find cry leave steal break catch hide'.split())
BEINGS = lx.by_group['person'] + lx.by_group['animal']


def subject_np(ctx, nouns, *, depth=0, relative=True):
    """A subject out of `nouns`; people may be named or be pronouns."""
    noun = ctx.pick(nouns)
    if noun.group == 'person' and ctx.chance(0.55):
        r = ctx.rng.random()
        return pronoun(ctx) if r < 0.4 else two_names(ctx) if r < 0.5 else name(ctx)
    if noun.animate and ctx.chance(0.03):
        latin, hangul = made_up(ctx)
        w = W(latin, spelled=True)
        return NP([W('the'), w], [[piece(hangul, w)]], '3s', True, True)
    np = noun_phrase(ctx, noun, depth=depth, relative=relative_clause if relative else None)
    if relative and depth == 0 and np.en[0].text in ('the', 'The') and len(np.en) == 2 and ctx.chance(0.07):
        add_spot(ctx, np)
    return np


def add_spot(ctx, np):
    """the cat under the table -> 탁자 아래에 있는 고양이."""
    en, ko = spot(ctx)
    w = en[0]
    ko[-1] = [*ko[-1], piece('에', w, sure=False)]
    np.en += en
    np.ko = [*ko, roles([('있', 'stem'), ('는', 'end')], (w,)), *np.ko]
    np.ko[len(ko)] = [(t, s, False) for t, s, _ in np.ko[len(ko)]]


def relative_clause(ctx, np):
    """the cat that ate the fish; the book that Minsu bought."""
    w = W('who' if np.noun.group == 'person' else 'that')
    object_frames = [f for f in lx.frames if np.noun in f.objects and f.korean_kind == 'verb']
    tense = ctx.pick(['past', 'past', 'present'])
    if object_frames and (not np.animate or ctx.chance(0.3)):
        frame = ctx.pick(object_frames)
        subject = subject_np(ctx, frame.subjects, depth=1, relative=False)
        c = Clause(subject, frame.verb, frame.verb.korean, tense)
        w.text = 'that'
        en, ko = realize(c, ctx, 'relative', end_sources=(w,))
        en = [*subject.en, *en]
        ko = [*subject.marked('subject'), *ko]
        ctx.pair(frame.verb.base, np.noun.singular)
    elif np.animate:
        frame = ctx.pick([f for f in lx.frames if np.noun in f.subjects and f.korean_kind == 'verb'])
        c = Clause(np, frame.verb, frame.verb.korean, tense)
        add_object(ctx, c, frame, depth=1)
        if tense == 'present' and frame.verb.base not in HAPPENS and ctx.chance(0.4):
            c.progressive = True
        en, ko = realize(c, ctx, 'relative', end_sources=(w,))
    else:
        return
    np.en = [*np.en, w, *en]
    np.ko = [*ko, *np.ko]


for _frame in lx.frames:
    _frame.korean_kind = _frame.verb.korean.kind


def add_object(ctx, c, frame, depth=0):
    """The object of a verb: a noun that the verb takes, a name, a pronoun, or two things."""
    if not frame.objects:
        return
    noun = ctx.pick(frame.objects)
    ctx.pair(frame.verb.base, noun.singular)
    if noun.group == 'person' and ctx.chance(0.5):
        np = object_pronoun(ctx, c.subject) if ctx.chance(0.5) else name(ctx, c.subject)
    else:
        np = noun_phrase(ctx, noun, depth=depth, relative=relative_clause)
        plain = depth == 0 and len(np.en) <= 2 and noun.group != 'subject'
        if plain and ctx.chance(0.06) and len(frame.objects) > 1:
            other = noun_phrase(ctx, ctx.pick([n for n in frame.objects if n is not noun]), plain=True, modify=0)
            w = W('and')
            np = NP([*np.en, w, *other.en], [*np.marked('with', (w,), True), *other.ko], '3p', True)
        elif plain and noun.group in ('thing', 'text', 'food') and np.en[0].text == 'the' and ctx.chance(0.1):
            add_spot(ctx, np)
    c.complements += np.en
    c.objects += np.marked(frame.particle)
    person = c.subject is None or c.subject.noun is None or c.subject.noun.group == 'person'
    if person and depth == 0 and len(np.en) <= 3 and all(w.text not in ('who', 'that') for w in np.en) and ctx.chance(0.25):
        add_tool(ctx, c, frame.verb.base, noun)


def add_tool(ctx, c, base, noun):
    """with a knife -> 칼로."""
    tools, fitting = lx.TOOLS.get(base, ('', ''))
    if not tools or fitting and noun.singular not in fitting.split():
        return
    tool = lx.noun[ctx.pick(tools.split())]
    w, a, t = W('with'), W('a' if ctx.chance(0.7) else 'the'), W(tool.singular)
    c.complements += [w, a, t]
    c.objects = [*NP([a, t], [[piece(tool.korean, t)]], '3s', False).marked('by', (w,), True), *c.objects]


def add_adverbs(ctx, c, *, where=True, p=0.5):
    """Time, place, company and manner, in the order of each language."""
    if any(w.text in ('who', 'that') for w in c.complements[1:]):
        return  # after a relative clause it would be read as part of that clause
    late = []
    if ctx.chance(p) and c.tense:
        if c.progressive and c.tense == 'present':
            rows = lx.TIME_NOW
        else:
            rows = {'past': lx.TIME_PAST, 'present': lx.TIME_PRESENT, 'future': lx.TIME_FUTURE}[c.tense]
            if ctx.chance(0.55):
                rows = lx.TIME_ANY
        texts, korean = ctx.pick(lx.table(rows))
        en = [W(t) for t in texts]
        ko = [[(k, tuple(en), True)] for k in korean]
        if len(korean[-1]) > 1 and korean[-1].endswith('에'):
            ko[-1] = [(korean[-1][:-1], tuple(en), True), ('에', tuple(en[:1]), False)]
        if ctx.chance(0.3):
            c.adverbs.append((en, ko, 'front'))
        else:
            late.append((en, ko, 'end'))
    if c.tense == 'present' and not (late or c.progressive or c.modal or c.negative) and ctx.chance(0.1):
        texts, korean = ctx.pick(lx.table(lx.FREQUENCY))
        w = W(texts[0])
        c.adverbs.append(([w], words_of(korean, (w,)), 'mid'))
    company = place_words = manner = None
    if where and ctx.chance(0.3):
        w, np = place(ctx)
        base = c.verb.base if c.verb else ''
        place_words = ([w, *np.en], np.marked('', (w,), True, '에' if base in PLACED else '에서'), 'end')
    if where and c.subject and c.subject.animate and ctx.chance(0.12):
        np = name(ctx, c.subject)
        w = W('with')
        company = ([w, *np.en], [*np.marked('with', (w,), True), [piece('함께', w, sure=False)]], 'end')
    manners = fitting_manners(c)
    if manners and not c.never and ctx.chance(0.25):
        english, korean = ctx.pick(manners)
        w = W(english)
        manner = ([w], words_of([korean], (w,)), 'end')
        if english in ('together', 'alone'):
            company = None  # 함께 is said once
    # English: manner, company, place, time; Korean: time, company, place, ... object, manner
    english = [a for a in (manner, company, place_words, *late) if a]
    korean = [a for a in (*late, company, place_words) if a]
    c.adverbs += [(a[0], [], 'end') for a in english]
    c.adverbs += [([], a[1], 'end') for a in korean]
    if manner:
        c.objects += manner[1]


# verbs that name where with 에, as to be somewhere does
PLACED = {'arrive', 'hide', 'plant', 'build'}


def fitting_manners(c):
    """The adverbs of manner that a clause can have: what suits its verb; together is for many, alone for one."""
    rows = lx.manners_of(c.verb.base) if c.verb and c.verb.korean else []
    person = c.subject.person if c.subject else ''
    many = person in ('3p', '1p')
    return [(e, k) for e, k in rows if not (e == 'together' and not many or e == 'alone' and (many or not person))]


def tensed(ctx, c, *, modal=True, prog=True):
    """Tense, aspect, mood and negation of an ordinary sentence."""
    r = ctx.rng.random()
    base = c.verb.base if c.verb else ''
    if r < 0.42:
        c.tense = 'past'
    elif r < 0.68:
        c.tense = 'present'
    elif r < 0.78:
        c.tense = 'future'
    elif r < 0.88 and prog and base and base not in STATIVE | MOMENTS and c.korean.kind == 'verb':
        c.progressive, c.tense = True, ctx.pick(['present', 'present', 'past'])
    elif modal and base and base not in HAPPENS and c.korean.kind == 'verb':
        c.modal = ctx.pick(['can', 'want', 'want', 'must'])
        c.tense = ctx.pick(['present', 'past']) if c.modal == 'want' else 'present'
    c.negative = ctx.chance(0.16)
    return c


def verb_clause(ctx, subject=None, tense=None, *, adverbs=0.5, depth=0):
    """An action: intransitive, transitive, giving, motion, play, staying, having."""
    r = ctx.rng.random()
    if r < 0.74:
        frame = ctx.pick(lx.frames)
        nouns = frame.subjects
        if subject is not None and subject.noun is not None and subject.noun not in nouns:
            fitting = [f for f in lx.frames if subject.noun in f.subjects]
            frame = ctx.pick(fitting)
        np = subject or subject_np(ctx, nouns, depth=depth)
        c = Clause(np, frame.verb, frame.verb.korean)
        add_object(ctx, c, frame, depth)
        if np.noun:
            ctx.pair(np.noun.singular, frame.verb.base)
        set_tense(ctx, c, tense)
        if never(ctx, c, tense):
            return c
        add_adverbs(ctx, c, where=frame.verb.base not in ('like', 'hate', 'want', 'need', 'love', 'believe', 'enter',
                                                          'visit', 'leave', 'roam', 'cross', 'climb', 'remember', 'forget'), p=adverbs)
        return c
    person = subject and (not subject.noun or subject.noun.group == 'person')
    np = subject or subject_np(ctx, lx.by_group['person'], depth=depth)
    if r < 0.82 or (subject and not person):
        verb = ctx.pick(lx.MOTION)
        c = Clause(np, verb, verb.korean)
        w, where = W('to'), place(ctx)[1]
        if where.en[0].text == 'home':
            c.complements, c.objects = where.en, where.marked('', where.sources, False, '에')
        else:
            c.complements, c.objects = [w, *where.en], where.marked('', (w,), True, '에')
        if ctx.chance(0.35):
            by, vehicle = W('by'), ctx.pick(lx.by_group['vehicle'] + lx.by_group['line'])
            v = W(vehicle.singular)
            c.complements = [*c.complements, by, v]
            c.objects = [*NP([v], [[piece(vehicle.korean, v)]], '3s', True).marked('by', (by,), True), *c.objects]
    elif r < 0.89:
        verb = ctx.pick(lx.GIVING)
        noun = ctx.pick([n for n in lx.by_group['thing'] + lx.by_group['text'] if n.singular != 'message'])
        thing = noun_phrase(ctx, noun, plain=True, modify=0.15)
        ctx.pair(verb.base, noun.singular)
        to = object_pronoun(ctx, np) if ctx.chance(0.4) else name(ctx, np)
        c = Clause(np, verb, verb.korean)
        if ctx.chance(0.5):
            w = W('to')
            c.complements = [*thing.en, w, *to.en]
            c.objects = [*to.marked('', (w,), True, '에게'), *thing.marked('object')]
        else:
            c.complements = [*to.en, *thing.en]
            c.objects = [*to.marked('', None, False, '에게'), *thing.marked('object')]
    elif r < 0.93:
        english, korean, verb, article = ctx.pick(lx.PLAY)
        en = [W(t) for t in english.split()]
        c = Clause(np, EnglishVerb(lx.PLAY_FORMS, verb), verb)
        c.complements = en
        c.objects = NP(en, [[piece(korean, en[-1])]], '3s', True).marked('object')
    elif r < 0.97:
        verb = ctx.pick([lx.LIVE, lx.SIT, lx.STAND])
        if subject is None and verb is not lx.LIVE:
            np = subject_np(ctx, BEINGS, depth=depth)
        c = Clause(np, verb, verb.korean)
        if verb is lx.SIT:
            noun, prep = ctx.pick(lx.by_group['furniture'][2:]), 'on'
            where, w = noun_phrase(ctx, noun, plain=True, indefinite=False, modify=0.1), W(prep)
        else:
            w, where = place(ctx)
        c.complements, c.objects = [w, *where.en], where.marked('', (w,), True, '에')
    else:
        return having(ctx, np, tense)
    set_tense(ctx, c, tense)
    if r < 0.82 and never(ctx, c, tense):
        return c
    add_adverbs(ctx, c, where=False, p=adverbs)
    return c


POSED = {'need', 'want', 'sit', 'stand', 'hear', 'remember'}


def never(ctx, c, tense):
    """He never eats fish -> 그는 절대 생선을 먹지 않는다; never ate -> 한 번도 먹지 않았다."""
    plain = tense is None and not (c.progressive or c.modal) and c.korean.kind == 'verb' and c.verb.base not in POSED
    if plain and ctx.chance(0.07):
        c.negative = c.never = True
    return c.never


def set_tense(ctx, c, tense):
    if tense is None:
        tensed(ctx, c)
    else:
        c.tense = tense
        c.negative = ctx.chance(0.12)


def having(ctx, np, tense=None):
    """Mina has a dog -> 미나는 개가 있다."""
    noun = ctx.pick(lx.by_group['animal'] + lx.by_group['thing'] + lx.by_group['text'] + lx.by_group['vehicle'])
    thing = noun_phrase(ctx, noun, plain=True)
    c = Clause(np, EnglishVerb(('have', 'has', 'had', 'having'), None), Verb('있다', 'exist'))
    c.complements, c.objects = thing.en, thing.marked('subject')
    c.tense = tense or ctx.pick(['present', 'present', 'past'])
    c.negative = ctx.chance(0.15)
    return c
