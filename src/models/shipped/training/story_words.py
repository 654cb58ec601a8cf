"""Words of the stories."""

FIRST_M = 'Tom Peter David James Jack Sam Ben Leo Max Adam'.split()
FIRST_F = 'Anna Lucy Mary Emma Alice Sara Rose Kate Julia Nora'.split()
LAST = 'Parker Brown Stone Hill Baker Wood Fisher Young King Reed'.split()

PEOPLE = [(w, 'm') for w in 'man boy king prince father uncle'.split()]
PEOPLE += [(w, 'f') for w in 'woman girl queen princess mother aunt'.split()]
KIN = 'friend brother sister dog cat horse'.split()

ANIMALS = 'animal creature cat dog bird horse fox bear rabbit wolf mouse lion monkey duck'.split()
THINGS = 'ball book box key hat cup lamp bag coat apple cake flower letter map ring chair table drum clock picture'.split()
PLACES = 'park school market house garden castle library village station farm kitchen beach'.split()
REGIONS = 'forest street river road field valley bridge mountain island city'.split()

WHEN = ['one day', 'yesterday', 'one morning', 'last night', 'one evening']
GOES = 'went walked ran hurried returned came'.split()
DOES = 'found bought saw made took lost'.split()
TOUCHES = 'held washed painted carried hid opened dropped'.split()
WATCHES = 'watched followed helped liked remembered heard'.split()
SAYS = 'said answered replied'.split()
LIKES = [('likes', 'like'), ('wants', 'want'), ('sees', 'see'), ('hides', 'hide'), ('needs', 'need')]
HOLDERS = ['near', 'under', 'behind', 'beside']
FEELINGS = 'tired happy sad hungry angry thirsty sleepy brave lonely scared'.split()

COLOURS = 'red blue green white black yellow'
_OF = {
    'big small': 'animal creature cat dog bird horse fox bear rabbit wolf mouse lion monkey duck ball book box key hat cup lamp bag '
    'coat apple cake flower letter map ring chair table drum clock picture house garden castle library village farm forest river '
    'field valley bridge mountain island city',
    COLOURS: 'creature bird horse ball book box hat cup lamp bag coat flower chair table drum',
    'fluffy': 'creature cat dog rabbit bear duck',
    'cute': 'cat dog rabbit mouse duck animal',
    'old': 'man woman king queen dog horse book box key hat coat map ring chair table drum clock picture castle library bridge city '
    'village house school market',
    'young': 'man woman king queen prince princess boy girl',
    'kind': 'man woman king queen prince princess boy girl uncle aunt father mother',
    'new': 'ball book box key hat cup lamp bag coat map chair table drum clock picture bridge road street',
    'shiny': 'key ring cup lamp ball drum clock',
    'verdant': 'forest field valley island garden mountain',
    'wide': 'street river road field valley bridge',
    'narrow': 'street road bridge river',
    'deep': 'river forest valley',
    'dark': 'forest street road city castle house',
    'long': 'road river bridge street letter',
    'heavy': 'box bag book table chair clock',
    'sweet': 'apple cake',
    'fresh': 'apple cake flower',
    'tiny': 'mouse bird key ring cup flower',
}
ADJECTIVES = {}
for _words, _nouns in _OF.items():
    for _n in _nouns.split():
        ADJECTIVES.setdefault(_n, []).extend(_words.split())
for _n in [*'basket hill tree wall'.split(), *THINGS, *ANIMALS, *PLACES, *REGIONS, *(p for p, _ in PEOPLE)]:
    ADJECTIVES.setdefault(_n, [])

_FEEL = 'tired hungry scared weak sleepy lazy'.split()
# verb, its past, what it is done to, adjectives that fit the doer, adjectives that fit the other
BECAUSE = [
    ('cross', 'crossed', ['street', 'road', 'river', 'bridge'], _FEEL, 'wide long dangerous narrow icy'.split()),
    ('enter', 'entered', ['forest', 'castle', 'house', 'garden'], _FEEL, 'dark empty dangerous cold'.split()),
    ('eat', 'ate', ['apple', 'cake'], ['full', 'sick', 'hungry', 'sleepy'], 'sour sweet fresh old'.split()),
    ('carry', 'carried', ['box', 'bag', 'book', 'basket'], _FEEL, 'heavy wet full light'.split()),
    ('climb', 'climbed', ['mountain', 'hill', 'tree', 'wall'], _FEEL, 'high steep icy dangerous'.split()),
]

_IRREGULAR = {'mouse': 'mice', 'wolf': 'wolves', 'box': 'boxes', 'fox': 'foxes'}


def plural(noun):
    return _IRREGULAR.get(noun, noun + 's')
