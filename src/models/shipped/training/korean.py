"""Korean morphology by rule: final consonants, particles, conjugation.

A conjugated word is a list of pieces (surface, role) with role 'stem', 'tense' or 'end'; a piece never
splits a syllable block, so where stem and ending fuse (가+ㅆ -> 갔) the fused block belongs to the stem.
"""

L = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
V = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'
T = ['', *'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ']


def split(block):
    """One syllable block -> (initial, vowel, final)."""
    n = ord(block) - 0xAC00
    if not 0 <= n < 11172:
        raise ValueError(f'not a Hangul syllable: {block!r}')
    return L[n // 588], V[n % 588 // 28], T[n % 28]


def join(initial, vowel, final=''):
    return chr(0xAC00 + L.index(initial) * 588 + V.index(vowel) * 28 + T.index(final))


def final_of(word):
    return split(word[-1])[2]


def with_final(word, final):
    """The word with another final consonant in its last block: with_final('가', 'ㄴ') is 간."""
    i, v, _ = split(word[-1])
    return word[:-1] + join(i, v, final)


# particle: (after a consonant, after a vowel)
PARTICLES = {
    'topic': ('은', '는'),
    'subject': ('이', '가'),
    'object': ('을', '를'),
    'with': ('과', '와'),
    'by': ('으로', '로'),
}


def particle(name, word):
    """The form of a particle after a word; 으로 becomes 로 after ㄹ too."""
    after_consonant, after_vowel = PARTICLES[name]
    final = final_of(word)
    if name == 'by' and final == 'ㄹ':
        return after_vowel
    return after_consonant if final else after_vowel


class Verb:
    """A verb or adjective, from its dictionary form. `kind`: 'verb', 'adj' or 'exist' (있다, 없다: verbs that
    keep the plain ending -다). `irregular`: one of ㅂ ㄷ ㅅ 르 러 ㅎ, or '' (으, ㄹ and 하다 show by form)."""

    def __init__(self, dictionary, kind='verb', irregular=''):
        assert dictionary.endswith('다'), dictionary
        self.dictionary, self.kind, self.irregular = dictionary, kind, irregular
        self.stem = dictionary[:-1]
        # 공부하다: the noun is a piece of its own
        self.head = ''
        if self.stem.endswith('하') and len(self.stem) > 1:
            self.head, self.stem = self.stem[:-1], '하'

    def _pieces(self, stem, *rest):
        head = [(self.head, 'stem')] if self.head else []
        return [*head, (stem, 'stem'), *rest]

    def plain_stem(self, ending):
        """Before endings that begin with a consonant: 지 고 기 자 니 는; ㄹ falls before ㄴ."""
        stem = self.stem
        if final_of(stem) == 'ㄹ' and ending[0] in '니는네':
            stem = with_final(stem, '')
        return self._pieces(stem, (ending, 'end'))

    def _open(self):
        """The stem as it stands before 으-endings, and whether 으 is needed after it."""
        stem, final = self.stem, final_of(self.stem)
        if self.irregular == 'ㅂ':
            return with_final(stem, '') + '우', False
        if self.irregular == 'ㄷ':
            return with_final(stem, 'ㄹ'), True
        if self.irregular == 'ㅅ':
            return with_final(stem, ''), True
        if self.irregular == 'ㅎ':
            return with_final(stem, ''), False
        if final == 'ㄹ':
            return with_final(stem, ''), False
        return stem, bool(final)

    def eu(self, final, rest=''):
        """(으) + final consonant + rest: eu('ㄴ'), eu('ㄹ'), eu('', '면'), eu('', '세요')."""
        stem, needs_eu = self._open()
        tail = [(rest, 'end')] if rest else []
        if needs_eu:
            eu = with_final('으', final) if final else '으'
            return self._pieces(stem, (eu + rest, 'end'))
        if not final and rest == '면' and final_of(self.stem) == 'ㄹ' and not self.irregular:
            stem = self.stem  # 열면, not 여면
        return self._pieces(with_final(stem, final) if final else stem, *tail)

    def _infinitive(self):
        """-아/어 with its contractions: (stem, ending or '')."""
        stem = self.stem
        if stem == '하':
            return '해', ''
        i, v, f = split(stem[-1])
        before = split(stem[-2])[1] if len(stem) > 1 else ''
        if self.irregular == 'ㅂ':
            bright = stem in ('돕', '곱')
            return with_final(stem, '') + ('와' if bright else '워'), ''
        if self.irregular == 'ㄷ':
            return with_final(stem, 'ㄹ'), '아' if v in 'ㅏㅗ' else '어'
        if self.irregular == 'ㅅ':
            return with_final(stem, ''), '아' if v in 'ㅏㅗ' else '어'
        if self.irregular == '르':
            vowel = 'ㅏ' if before in 'ㅏㅗ' else 'ㅓ'
            return stem[:-2] + with_final(stem[-2], 'ㄹ') + join('ㄹ', vowel), ''
        if self.irregular == '러':
            return stem + '러', ''
        if self.irregular == 'ㅎ':
            return stem[:-1] + join(i, 'ㅒ' if v == 'ㅑ' else 'ㅐ'), ''
        if f:
            return stem, '아' if v in 'ㅏㅑㅗ' else '어'
        if v == 'ㅡ':
            return stem[:-1] + join(i, 'ㅏ' if before and before in 'ㅏㅗ' else 'ㅓ'), ''
        if v in 'ㅏㅓㅐㅔㅕ':
            return stem, ''
        contracted = {'ㅗ': 'ㅘ', 'ㅜ': 'ㅝ', 'ㅣ': 'ㅕ', 'ㅚ': 'ㅙ'}
        if v in contracted:
            return stem[:-1] + join(i, contracted[v]), ''
        return stem, '어'  # 쉬어, 뛰어

    def infinitive(self, rest=''):
        stem, ending = self._infinitive()
        tail = [(ending + rest, 'end')] if ending + rest else []
        return self._pieces(stem, *tail)

    def past(self, ending):
        """Past stem + ending: 어요, 다, 습니다, 지만, 고, 기, 니, 을."""
        stem, vowel = self._infinitive()
        if vowel:
            return self._pieces(stem, (with_final(vowel, 'ㅆ'), 'tense'), (ending, 'end'))
        return self._pieces(with_final(stem, 'ㅆ'), (ending, 'end'))

    def present_plain(self):
        if self.kind != 'verb':
            return self.plain_stem('다')
        stem, final = self.stem, final_of(self.stem)
        if final and final != 'ㄹ':
            return self._pieces(stem, ('는다', 'end'))
        return self._pieces(with_final(stem, 'ㄴ'), ('다', 'end'))

    def present_formal(self, ending='니다'):
        stem, final = self.stem, final_of(self.stem)
        if final and final != 'ㄹ':
            return self._pieces(stem, ('습' + ending, 'end'))
        return self._pieces(with_final(stem, 'ㅂ'), (ending, 'end'))

    def finish(self, style, tense, question=False):
        """Sentence-final form: a list of words, each a list of pieces."""
        if tense == 'future':
            tail = {
                ('polite', False): '거예요', ('polite', True): '거예요',
                ('formal', False): '것입니다', ('formal', True): '것입니까',
                ('plain', False): '것이다', ('plain', True): '거니',
            }[style, question]
            cut = 1
            return [self.eu('ㄹ'), [(tail[:cut], 'tense'), (tail[cut:], 'end')]]
        if style == 'polite':
            return [self.past('어요') if tense == 'past' else self.infinitive('요')]
        if style == 'formal':
            ending = '니까' if question else '니다'
            return [self.past('습' + ending) if tense == 'past' else self.present_formal(ending)]
        if question:
            return [self.past('니') if tense == 'past' else self.plain_stem('니')]
        return [self.past('다') if tense == 'past' else self.present_plain()]

    def adnominal(self, tense):
        """The form before a noun: 먹는, 먹은, 먹을; 큰; 있는."""
        if tense == 'future':
            return self.eu('ㄹ')
        if self.kind == 'adj':
            return self.eu('ㄴ')
        if tense == 'past' and self.kind == 'verb':
            return self.eu('ㄴ')
        if tense == 'past':
            return self.plain_stem('던')
        return self.plain_stem('는')


class Honored(Verb):
    """A verb with -(으)시-, for what people of respect do: 읽으세요, 가셨어요. The role of its piece is 'hon'."""

    def __init__(self, verb):
        self.dictionary, self.kind, self.irregular, self.head = verb.dictionary, verb.kind, '', ''
        stem, needs_eu = verb._open()
        self.base = Verb._pieces(verb, stem)
        self.stem = '으시' if needs_eu else '시'

    def _pieces(self, stem, *rest):
        return [*self.base, (stem, 'hon'), *rest]

    def infinitive(self, rest=''):
        if rest == '요':
            return self._pieces(self.stem[:-1] + '세', ('요', 'end'))
        return super().infinitive(rest)


# verbs that have another word for people of respect
HONORED = {'자다': Honored(Verb('주무다')), '먹다': Honored(Verb('드다')), '마시다': Honored(Verb('드다'))}
STAY = Honored(Verb('계다'))  # 있다, of place and in -고 있다


def honored(verb):
    return verb if isinstance(verb, Honored) else HONORED.get(verb.dictionary) or Honored(verb)


# verbs whose -아/어 있다 is what English says with -ing: 앉아 있다
POSTURES = {'앉다', '서다', '숨다'}


def surface(pieces):
    return ''.join(text for text, _ in pieces)


AUX = {
    'not': Verb('않다'),
    'not-adj': Verb('않다', 'adj'),
    'be-ing': Verb('있다', 'exist'),
    'can': Verb('있다', 'exist'),
    'cannot': Verb('없다', 'exist'),
    'want': Verb('싶다', 'adj'),
    'want-third': Verb('하다'),  # after 싶어
    'must': Verb('하다'),
    'may-not': Verb('되다'),
}


def check():
    """Forms from a grammar book, for every class of verb: python3 korean.py"""
    forms = [
        ('먹다', 'verb', '', '먹어요 먹습니다 먹는다 먹었어요 먹는 먹은'), ('마시다', 'verb', '', '마셔요 마십니다 마신다 마셨어요 마시는 마신'),
        ('열다', 'verb', '', '열어요 엽니다 연다 열었어요 여는 연'), ('걷다', 'verb', 'ㄷ', '걸어요 걷습니다 걷는다 걸었어요 걷는 걸은'),
        ('짓다', 'verb', 'ㅅ', '지어요 짓습니다 짓는다 지었어요 짓는 지은'), ('돕다', 'verb', 'ㅂ', '도와요 돕습니다 돕는다 도왔어요 돕는 도운'),
        ('부르다', 'verb', '르', '불러요 부릅니다 부른다 불렀어요 부르는 부른'), ('쓰다', 'verb', '', '써요 씁니다 쓴다 썼어요 쓰는 쓴'),
        ('배우다', 'verb', '', '배워요 배웁니다 배운다 배웠어요 배우는 배운'), ('되다', 'verb', '', '돼요 됩니다 된다 됐어요 되는 된'),
        ('쉬다', 'verb', '', '쉬어요 쉽니다 쉰다 쉬었어요 쉬는 쉰'), ('공부하다', 'verb', '', '공부해요 공부합니다 공부한다 공부했어요 공부하는 공부한'),
        ('춥다', 'adj', 'ㅂ', '추워요 춥습니다 춥다 추웠어요 추운 추운'), ('하얗다', 'adj', 'ㅎ', '하얘요 하얗습니다 하얗다 하얬어요 하얀 하얀'),
        ('푸르다', 'adj', '러', '푸르러요 푸릅니다 푸르다 푸르렀어요 푸른 푸른'), ('바쁘다', 'adj', '', '바빠요 바쁩니다 바쁘다 바빴어요 바쁜 바쁜'),
        ('있다', 'exist', '', '있어요 있습니다 있다 있었어요 있는 있던'),
    ]
    for dictionary, kind, irregular, expected in forms:
        v = Verb(dictionary, kind, irregular)
        ends = [('polite', 'present'), ('formal', 'present'), ('plain', 'present'), ('polite', 'past')]
        made = [surface(v.finish(*end)[0]) for end in ends] + [surface(v.adnominal(t)) for t in ('present', 'past')]
        assert ' '.join(made) == expected, (made, expected)
    for verb, expected in [
        (Verb('읽다'), '읽으세요 읽으십니다 읽으신다 읽으셨어요 읽으시는 읽으신'), (Verb('가다'), '가세요 가십니다 가신다 가셨어요 가시는 가신'),
        (Verb('열다'), '여세요 여십니다 여신다 여셨어요 여시는 여신'), (Verb('걷다', 'verb', 'ㄷ'), '걸으세요 걸으십니다 걸으신다 걸으셨어요 걸으시는 걸으신'),
        (Verb('돕다', 'verb', 'ㅂ'), '도우세요 도우십니다 도우신다 도우셨어요 도우시는 도우신'), (Verb('짓다', 'verb', 'ㅅ'), '지으세요 지으십니다 지으신다 지으셨어요 지으시는 지으신'),
        (Verb('청소하다'), '청소하세요 청소하십니다 청소하신다 청소하셨어요 청소하시는 청소하신'), (Verb('자다'), '주무세요 주무십니다 주무신다 주무셨어요 주무시는 주무신'),
        (Verb('먹다'), '드세요 드십니다 드신다 드셨어요 드시는 드신'), (Verb('모르다', 'verb', '르'), '모르세요 모르십니다 모르신다 모르셨어요 모르시는 모르신'),
    ]:
        v = honored(verb)
        made = [surface(v.finish(*end)[0]) for end in ends] + [surface(v.adnominal(t)) for t in ('present', 'past')]
        assert ' '.join(made) == expected, (made, expected)
    assert surface(STAY.finish('polite', 'present')[0]) == '계세요'
    for word, expected in [('고양이', '는 가 를 와 로'), ('책', '은 이 을 과 으로'), ('지하철', '은 이 을 과 로')]:
        made = ' '.join(particle(name, word) for name in PARTICLES)
        assert made == expected, (word, made)


if __name__ == '__main__':
    check()
