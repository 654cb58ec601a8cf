"""Clauses of the translator's grammar: subject, verb group, complements, in both languages.

English wants subject + auxiliary + verb + complements; Korean wants subject + complements + verb, with
tense, negation, mood and style on the verb. `realize` makes both from one description.
"""

from dataclasses import dataclass, field

from korean import AUX, POSTURES, STAY, Honored, Verb, honored
from lexicon import RESPECTED
from phrases import NP, W, roles, words_of

HEAD = 'head'  # stands for the English verb where it is not yet chosen

BE = {'present': {'1s': 'am', '3s': 'is'}, 'past': {'1s': 'was', '3s': 'was'}}


def be(tense, person):
    return BE[tense].get(person, 'are' if tense == 'present' else 'were')


class NotBe(Verb):
    """아니다: polite present 아니에요, past 아니었다."""

    def __init__(self):
        super().__init__('아니다', 'adj')

    def _infinitive(self):
        return '아니', '어'

    def infinitive(self, rest=''):
        return [('아니', 'stem'), ('에' + rest if rest == '요' else '어' + rest, 'end')]


class Copula:
    """이다, written on the noun: 의사예요, 학생이에요."""

    kind = 'adj'

    def __init__(self, after_vowel):
        self.v = after_vowel

    def past(self, ending):
        return [('였' if self.v else '이었', 'tense'), (ending, 'end')]

    def plain_stem(self, ending):
        return [(('' if self.v and ending == '니' else '이') + ending, 'end')]

    def present_plain(self):
        return [('이다', 'end')]

    def quoted(self):
        return [('라고' if self.v else '이라고', 'end')]

    def eu(self, final, rest=''):
        return [('일' if final == 'ㄹ' else '이', 'end'), *([(rest, 'end')] if rest else [])]

    def finish(self, style, tense, question=False):
        if tense == 'future':
            return Verb.finish(self, style, tense, question)
        if tense == 'past':
            ending = {'polite': '어요', 'formal': '습니까' if question else '습니다', 'plain': '니' if question else '다'}
            return [self.past(ending[style])]
        if style == 'polite':
            return [[('예요' if self.v else '이에요', 'end')]]
        if style == 'formal':
            return [[('입', 'end'), ('니까' if question else '니다', 'end')]]
        return [self.plain_stem('니') if question else self.present_plain()]


class HonoredCopula(Honored):
    """이시다, written on the noun: 선생님이세요, 의사세요."""

    def __init__(self, copula):
        self.dictionary, self.kind, self.irregular, self.head, self.base = '이시다', 'adj', '', '', []
        self.stem = '시' if copula.v else '이시'


# in the first of two joined verbs, these say where the second happens: 앉아서 먹다
TO_BE_THERE = {'go', 'come', 'return', 'arrive', 'enter', 'sit', 'stand', 'hide'}


@dataclass
class Clause:
    subject: NP = None
    verb: object = None  # lexicon.EnglishVerb; None: be
    korean: object = None  # Verb or Copula
    tense: str = 'present'  # present past future
    progressive: bool = False
    modal: str = ''  # can must want
    negative: bool = False
    never: bool = False  # where negative: never, not `not`
    complements: list = field(default_factory=list)  # English words after the verb
    objects: list = field(default_factory=list)  # Korean words before the verb
    attached: list = None  # the noun of a copula (Korean word), onto which 이다 is written
    adverbs: list = field(default_factory=list)  # (English words, Korean words, 'front' | 'mid' | 'end')
    subject_marks: tuple = ()


def english_group(c, question, contract):
    """(auxiliaries, the rest of the verb group, roles): roles name the words by what they do."""
    person = c.subject.person if c.subject else '2'
    negative = c.negative and not c.never
    r, aux, rest = {}, [], []

    def say(text, role):
        w = W(text)
        r[role] = w
        return w

    third = person == '3s'
    if c.modal == 'can' or c.modal == 'must' or c.tense == 'future':
        aux = [say(c.modal or 'will', 'modal')]
        if c.progressive or not c.verb:
            rest.append(say('be', 'be'))
        if c.verb:
            rest.append(say(c.verb.base, 'verb'))
    elif c.progressive or not c.verb:
        aux = [say(be(c.tense, person), 'be')]
        if c.verb:
            rest = [say(c.verb.ing, 'verb')]
    elif c.modal == 'want':
        do = negative or question
        if do:
            aux = [say('did' if c.tense == 'past' else 'does' if third else 'do', 'aux')]
        w = 'want' if do else 'wanted' if c.tense == 'past' else 'wants' if third else 'want'
        rest = [say(w, 'modal'), W('to'), say(c.verb.base, 'verb')]
    elif negative or question:
        aux = [say('did' if c.tense == 'past' else 'does' if third else 'do', 'aux')]
        rest = [say(c.verb.base, 'verb')]
    else:
        rest = [say(c.verb.past if c.tense == 'past' else c.verb.third if third else c.verb.base, 'verb')]
    if negative:
        first = aux[0]
        if first.text == 'can':
            first.text = "can't" if contract else 'cannot'
            r['not'] = first
        elif contract and first.text not in ('am', 'must'):
            first.text = "won't" if first.text == 'will' else first.text + "n't"
            r['not'] = first
        else:
            r['not'] = W('not')
            aux.append(r['not'])
    return aux, rest, r


def respects(c, style, ending):
    """Whether the predicate takes -(으)시-: the polite styles, of people of respect. 이다 is left alone in reports."""
    copula = isinstance(c.korean, Copula)
    return style != 'plain' and c.subject is not None and c.subject.noun in RESPECTED and not (copula and ending == 'quote')


def predicate(c, r, head, ending, style):
    """Korean words before the last verb, that verb, and the English words that its pieces translate.
    `head`: the English word(s) that the content verb translates."""
    last, before, stem, attach = c.korean, [], head, c.attached
    respect, exists = respects(c, style, ending), c.korean.kind == 'exist' and c.korean.dictionary == '있다'
    posture = c.korean.kind == 'verb' and c.korean.dictionary in POSTURES
    stays = posture and not c.modal and c.verb and (
        c.verb.base == 'stand' and c.tense != 'future' or c.verb.base == 'sit' and c.tense == 'present')
    if respect and c.korean.kind == 'verb' and honored(last).dictionary != last.dictionary:
        last = honored(last)  # 주무시다, 드시다: another word, in all its forms
    if respect and c.modal in ('can', 'must'):
        last, respect = honored(last), False  # 가실 수 있다, 가셔야 하다
    tense = tuple(r[k] for k in ('aux', 'be', 'modal') if k in r)[:1] or head

    def step(pieces, next_verb, sources, end=None, sure_end=False):
        nonlocal last, stem
        before.append(roles(pieces, stem, end=end, sure_end=sure_end))
        last, stem = next_verb, sources

    if c.progressive:
        step(last.infinitive() if posture else last.plain_stem('고'), STAY if respect else AUX['be-ing'], (r['be'],))
        respect = False  # said once
    elif stays and ending != 'join':
        step(last.infinitive(), STAY if respect else AUX['be-ing'], stem)
        respect = False
    if c.modal == 'want':
        first = c.subject is None or c.subject.person in ('1s', '1p', '2')
        step(last.plain_stem('고'), AUX['want' if first else 'want-third'], (r['modal'],))
        if not first:
            before.append([('싶어', (r['modal'],), True)])
    if c.modal == 'can':
        step(last.eu('ㄹ'), AUX['cannot' if c.negative else 'can'], (r['modal'],))
        before.append([('수', (r['modal'],), True)])
    elif c.modal == 'must' and c.negative:
        step(last.eu('', '면'), AUX['may-not'], (r['modal'],), end=(r['modal'],))
        before.append([('안', (r['not'],), True)])
    elif c.modal == 'must':
        step(last.infinitive('야'), AUX['must'], (r['modal'],), end=(r['modal'],), sure_end=True)
    elif c.negative and attach is not None:
        np = NP([], [attach], '3s', True)
        before += np.marked('subject')
        attach, last, stem = None, NotBe(), (r['not'],)
    elif c.negative and exists and c.verb is None and respect:
        before.append([('안', (r['not'],), True)])
        last, respect = STAY, False
    elif c.negative and exists:
        last, stem = AUX['cannot'], (r['not'], *stem)
    elif c.negative:
        step(last.plain_stem('지'), AUX['not' if last.kind == 'verb' else 'not-adj'], (r['not'],))
    elif exists and c.verb is None and respect:
        last, respect = STAY, False
    if respect and isinstance(last, Copula):
        last = HonoredCopula(last)
    elif respect and ending != 'join':
        last = honored(last)
    return before, last, stem, tense, attach


def finish(c, r, head, ending, style, end_sources, question=False):
    """The Korean predicate with its ending: final, because, when, if, and, but, quote or relative."""
    before, last, stem, tense_words, attach = predicate(c, r, head, ending, style)
    past, future = c.tense == 'past', c.tense == 'future' and not c.modal
    sure = ending not in ('final', 'relative', 'imperative')
    will = (r['modal'],) if future else tense_words

    def made(pieces):
        return roles(pieces, stem, tense_words, end_sources, sure)

    def will_be(tail):
        return [made(last.eu('ㄹ')), [('것', will, True), (tail, end_sources, sure)]]

    if ending == 'final':
        words = [roles(p, stem, tense_words, end_sources) for p in last.finish(style, 'past' if past else 'future' if future else 'present', question)]
        if future:
            words[1] = [(words[1][0][0], will, True), *words[1][1:]]
    elif ending == 'because':
        words = will_be('이기') if future else [made(last.past('기') if past else last.plain_stem('기'))]
        words.append([('때문에', end_sources, True)])
    elif ending == 'when':
        words = [made(last.past('을') if past else last.eu('ㄹ')), [('때', end_sources, True)]]
    elif ending == 'if':
        words = [made(last.eu('', '면'))]
    elif ending in ('and', 'but'):
        tail = '고' if ending == 'and' else '지만'
        words = will_be('이' + tail) if future else [made(last.past(tail) if past else last.plain_stem(tail))]
    elif ending == 'join':  # two verbs of one subject: the first without tense; where one is or goes, -아서
        words = [made(last.infinitive('서') if c.verb and c.verb.base in TO_BE_THERE else last.plain_stem('고'))]
    elif ending == 'before':
        words = [made(last.plain_stem('기')), [('전에', end_sources, True)]]
    elif ending == 'after':
        words = [made(last.eu('ㄴ')), [('후에', end_sources, True)]]
    elif ending == 'quote':
        if future:
            words = will_be('이라고')
        elif past:
            words = [made(last.past('다고'))]
        elif isinstance(last, Copula):
            words = [made(last.quoted())]
        elif isinstance(last, NotBe):
            words = [made(last.plain_stem('라고'))]
        else:
            pieces = last.present_plain()
            words = [made([*pieces[:-1], (pieces[-1][0] + '고', 'end')])]
    elif ending == 'relative':
        words = [roles(last.adnominal(c.tense), stem, tense_words, end_sources)]
    if attach is not None:
        words[0] = [*attach, *words[0]]
    return [*before, *words]


def realize(c, ctx, ending='final', *, question=False, wh=None, mark='', end_sources=(), drop_subject=False, head=None, contract=None):
    """(English words, Korean words). `wh`: (English words) in front of a question. `mark`: 'topic' or
    'subject'; `drop_subject`: Korean leaves it out. `head` overrides what the Korean verb translates."""
    contract = ctx.chance(0.6) if contract is None else contract
    inverted = question and c.subject.kind != 'who'
    aux, rest, r = english_group(c, inverted, contract)
    if c.negative and c.never:
        r['not'] = W('never')
        texts = ['한', '번도'] if c.tense == 'past' else ['절대']
        c.adverbs = [*c.adverbs, ([r['not']], words_of(texts, (r['not'],)), 'mid')]
    front = [w for en, _, where in c.adverbs if where == 'front' for w in en]
    mid = [w for en, _, where in c.adverbs if where == 'mid' for w in en]
    end = [w for en, _, where in c.adverbs if where == 'end' for w in en]
    subject = c.subject.en if c.subject else []
    if inverted:
        en = [*(wh or []), aux[0], *subject, *aux[1:], *mid, *rest, *c.complements, *end]
    elif ending == 'relative':
        en = [*aux, *mid, *rest, *c.complements, *end]
    else:
        comma = [W(',', True)] if front and ctx.chance(0.5) else []
        en = [*front, *comma, *subject, *aux, *mid, *rest, *c.complements, *end]
    source = head or ((r['verb'],) if 'verb' in r else tuple(c.complements[-1:]))
    if not isinstance(source, tuple):
        source = (source,)
    ko = []
    ko += [w for _, words, where in c.adverbs if where == 'front' for w in words]
    if c.subject and c.subject.ko and not drop_subject and ending != 'relative':
        kind = mark or ('topic' if c.subject.definite else 'subject')
        ko += c.subject.ko if c.subject.kind == 'who' else c.subject.marked(kind)
    ko += [w for _, words, where in c.adverbs if where != 'front' for w in words]
    ko += [[(text, source if src is HEAD else src, sure) for text, src, sure in word] for word in c.objects]
    ko += finish(c, r, source, ending, ctx.style, end_sources or source, question)
    return en, ko
