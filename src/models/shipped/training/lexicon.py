"""Words of the translator's grammar: the tables, and what the grammar must know of each word."""

from functools import lru_cache

from korean import Verb
from lexicon_tables import ADJECTIVES, NOUNS, VERBS


class Noun:
    def __init__(self, group, singular, plural, korean, counter):
        self.group, self.singular, self.plural, self.korean, self.counter = group, singular, plural, korean, counter
        self.mass = plural == '-'
        self.animate = group in ('person', 'animal')


def plural_of(word):
    if word.endswith(('s', 'x', 'ch', 'sh')):
        return word + 'es'
    if word.endswith('y') and word[-2] not in 'aeiou':
        return word[:-1] + 'ies'
    return word + 's'


def _nouns():
    for group, (counter, rows) in NOUNS.items():
        for row in rows.split(';'):
            english, korean, *own = row.split()
            singular, _, plural = english.partition('/')
            yield Noun(group, singular, plural or plural_of(singular), korean, own[0] if own else counter)


nouns = list(_nouns())
noun = {n.singular: n for n in nouns}
by_group = {g: [n for n in nouns if n.group == g] for g in NOUNS}

NAMES = (
    'Minsu 민수 m; Jisu 지수 f; Mina 미나 f; Jihun 지훈 m; Sujin 수진 f; Yuna 유나 f; Junho 준호 m; '
    'Tom 톰 m; Anna 안나 f; Peter 피터 m; Sara 사라 f; Emma 에마 f; David 데이비드 m; Alice 앨리스 f; '
    'James 제임스 m; Maria 마리아 f'
)
names = [tuple(row.split()) for row in NAMES.split(';')]
CITIES = 'Seoul 서울; Busan 부산; Korea 한국; Japan 일본; China 중국; America 미국; France 프랑스; Paris 파리; London 런던'
cities = [tuple(row.split()) for row in CITIES.split(';')]

PRONOUNS = {  # English, Korean (polite and formal), Korean (plain), genitives
    'I': ('저', '나', 'my', '제', '내'),
    'you': ('당신', '너', 'your', '당신의', '네'),
    'he': ('그', '그', 'his', '그의', '그의'),
    'she': ('그녀', '그녀', 'her', '그녀의', '그녀의'),
    'we': ('우리', '우리', 'our', '우리', '우리'),
    'they': ('그들', '그들', 'their', '그들의', '그들의'),
}
OBJECT_PRONOUNS = {'me': 'I', 'you': 'you', 'him': 'he', 'her': 'she', 'us': 'we', 'them': 'they'}

NUMERALS = 'one 한; two 두; three 세; four 네; five 다섯; six 여섯; seven 일곱; eight 여덟; nine 아홉; ten 열; eleven 열한; twelve 열두; twenty 스무'
numerals = [tuple(row.split()) for row in NUMERALS.split(';')]


class EnglishVerb:
    def __init__(self, forms, korean):
        self.base, self.third, self.past, self.ing = forms
        self.korean = korean


def _regular(base):
    third = plural_of(base) if not base.endswith('o') else base + 'es'
    if base.endswith('e'):
        return base, third, base + 'd', base[:-1] + 'ing'
    if base.endswith('y') and base[-2] not in 'aeiou':
        return base, third, base[:-1] + 'ied', base + 'ing'
    return base, third, base + 'ed', base + 'ing'


def _forms(text):
    """'walk' (regular), 'eat:ate' or 'run:ran:running'."""
    base, *rest = text.split(':')
    regular = _regular(base)
    past = rest[0] if rest and rest[0] else regular[2]
    ing = rest[1] if len(rest) > 1 else regular[3]
    return base, regular[1], past, ing


def things_of(text):
    """'food+text' or 'cup plate animal' -> list of nouns."""
    found = []
    for part in text.replace('+', ' ').split():
        found += by_group[part] if part in by_group else [noun[part]]
    return found


class Frame:
    """One verb with who may do it to what; `particle` of the object."""

    def __init__(self, verb, subjects, objects, particle):
        self.verb, self.subjects, self.objects, self.particle = verb, subjects, objects, particle


def _frames():
    for rows, subjects, objects in VERBS:
        for row in rows.split(';'):
            forms, korean, *marks = row.split()
            korean, _, particle = korean.partition('>')
            kind = 'adj' if 'adj' in marks else 'verb'
            irregular = next((m for m in marks if m != 'adj'), '')
            verb = EnglishVerb(_forms(forms), Verb(korean, kind, irregular))
            yield Frame(verb, things_of(subjects), things_of(objects), particle or 'object')


frames = list(_frames())

GIVING = [
    EnglishVerb(_forms(f), Verb(k))
    for f, k in [('give:gave:giving', '주다'), ('send:sent', '보내다'), ('show:showed', '보여주다'), ('lend:lent', '빌려주다')]
]
MOTION = [
    EnglishVerb(_forms(f), Verb(k)) for f, k in [('go:went', '가다'), ('come:came:coming', '오다'), ('return:returned', '돌아오다')]
]
LIVE = EnglishVerb(_forms('live'), Verb('살다'))
# 할머니, 손님: counted with 분, and what they do is said with -(으)시-
RESPECTED = {noun[w] for w in 'teacher mother father grandmother grandfather guest'.split()}
SIT = EnglishVerb(_forms('sit:sat:sitting'), Verb('앉다'))
STAND = EnglishVerb(_forms('stand:stood'), Verb('서다'))
PLAY = [  # object, its Korean, the verb that Korean uses with it
    ('soccer', '축구', Verb('하다'), False), ('baseball', '야구', Verb('하다'), False),
    ('the piano', '피아노', Verb('치다'), True), ('the guitar', '기타', Verb('치다'), True),
    ('the drum', '북', Verb('치다'), True), ('the violin', '바이올린', Verb('켜다'), True),
    ('the flute', '플루트', Verb('불다'), True), ('games', '게임', Verb('하다'), False),
]
PLAY_FORMS = _forms('play')
SAYING = [
    (EnglishVerb(_forms('say:said'), Verb('말하다'))), (EnglishVerb(_forms('think:thought'), Verb('생각하다'))),
    (EnglishVerb(_forms('believe'), Verb('믿다'))), (EnglishVerb(_forms('hear:heard'), Verb('듣다', 'verb', 'ㄷ'))),
]

class Adjective:
    def __init__(self, english, korean, attributive_only, nouns_):
        self.english, self.korean, self.attributive_only, self.nouns = english, korean, attributive_only, set(nouns_)


def _adjectives():
    for rows, what in ADJECTIVES:
        for row in rows.split(';'):
            english, korean, *marks = row.split()
            kind = 'exist' if 'exist' in marks else 'adj'
            irregular = next((m for m in marks if m in 'ㅂㄷㅅ르러ㅎ'), '')
            yield Adjective(english, Verb(korean, kind, irregular), '!' in marks, things_of(what))


adjectives = list(_adjectives())
adjectives_of = {n.singular: [a for a in adjectives if n in a.nouns] for n in nouns}

TIME_PAST = 'yesterday 어제; last week 지난주에; last year 작년에; last night 어젯밤에; last month 지난달에'
TIME_PRESENT = 'every day 매일; every morning 매일 아침; every week 매주'
TIME_NOW = 'now 지금'
TIME_FUTURE = 'tomorrow 내일; next week 다음 주에; next year 내년에; tonight 오늘 밤에; next month 다음 달에'
TIME_ANY = (
    'today 오늘; in the morning 아침에; in the evening 저녁에; at night 밤에; in the afternoon 오후에; '
    'on Monday 월요일에; on Tuesday 화요일에; on Wednesday 수요일에; on Thursday 목요일에; on Friday 금요일에; '
    'on Saturday 토요일에; on Sunday 일요일에; in spring 봄에; in summer 여름에; in autumn 가을에; in winter 겨울에'
)
_ACTIVE = (
    'run walk move swim work dance sing travel exercise study eat cook drink read write draw carry wash clean learn count '
    'drive ride cross climb plant pick play go paint build fix make cut'
)
MANNER = {  # adverb: the verbs that it goes with
    'slowly 천천히': 'run walk move swim dance sing eat cook drink read write draw carry open close wash drive ride cross '
                  'climb enter count cut push pull paint roam go come return',
    'quickly 빨리': 'run walk move swim eat cook drink read write draw carry open close wash clean drive cross climb enter '
                  'leave count cut build fix make learn choose buy sell disappear arrive go come return forget find',
    'quietly 조용히': 'sleep cry walk rest wait work laugh sing study eat drink read write draw open close cross enter move sit',
    'alone 혼자': _ACTIVE + ' sleep cry rest wait roam visit live come return stand sit',
    'together 함께': _ACTIVE + ' sleep cry rest wait laugh shout roam visit live come return stand sit',
    'again 다시': _ACTIVE + ' sleep cry laugh shout jump open close break choose lose find visit meet invite call catch '
                'throw disappear come return sell buy borrow',
    'well 잘': 'sleep run swim work dance sing study cook write draw clean drive ride climb play eat teach',
    'early 일찍': 'sleep work arrive leave eat come return go cook exercise',
    'late 늦게': 'sleep work arrive leave eat come return study',
    'hard 열심히': 'work exercise study learn teach clean',
}
FREQUENCY = 'always 항상; often 자주; sometimes 가끔; usually 보통'


@lru_cache(maxsize=None)
def table(text):
    """Rows 'English words Korean words' -> [(English words, Korean words)]."""
    rows = []
    for row in text.split(';'):
        words = row.split()
        rows.append(([w for w in words if w[0] < '가'], [w for w in words if w[0] >= '가']))
    return rows


def manners_of(base):
    """[(English, Korean)] of the adverbs of manner that go with a verb."""
    return [tuple(row.split()) for row, verbs in MANNER.items() if base in verbs.split()]


# what one does it with: 칼로, 펜으로
TOOLS = {  # verb: (tools, what they are good for; empty: all that the verb takes)
    'write': ('pen pencil', ''), 'draw': ('pen pencil', ''), 'cut': ('knife', 'bread cake apple onion carrot cheese watermelon meat'),
    'eat': ('spoon', 'soup rice salad cake'), 'break': ('stone ball', ''), 'open': ('key', 'door box store bag'),
}

BEHIND = [('in', '안'), ('on', '위'), ('under', '아래'), ('behind', '뒤'), ('near', '근처'), ('beside', '옆')]

COMPARATIVES = {
    'big': 'bigger', 'small': 'smaller', 'fast': 'faster', 'slow': 'slower', 'heavy': 'heavier', 'light': 'lighter',
    'tall': 'taller', 'long': 'longer', 'wide': 'wider', 'narrow': 'narrower', 'deep': 'deeper', 'cute': 'cuter',
    'pretty': 'prettier', 'dark': 'darker', 'expensive': 'more expensive', 'beautiful': 'more beautiful',
    'difficult': 'more difficult', 'interesting': 'more interesting', 'dangerous': 'more dangerous',
    'delicious': 'more delicious',
}
