"""The tokenizers that ship, in Python, and their tokenizer.json. Each encodes as the JavaScript reader
(@huggingface/tokenizers) does; a test compares the two.

`Unigram`: words and pieces, best path by score, letters as the fall-back, bytes for other characters.
"""

import json
import re
import unicodedata

BYTE = re.compile(r'<0x[0-9A-F]{2}>')


class Unigram:
    """`pieces`: every piece in the order of ids; special ones take no part in reading text, nor do `<0xE6>`: those spell
    characters that are no piece, one for each byte of UTF-8."""

    def __init__(self, pieces, special, tags=(), unk='<unk>', eos='</s>'):
        self.pieces, self.special, self.tags = list(pieces), set(special), list(tags)
        self.bytes = {int(p[3:5], 16): i for i, p in enumerate(self.pieces) if BYTE.fullmatch(p)}
        self.ids = {p: i for i, p in enumerate(self.pieces)}
        assert len(self.ids) == len(self.pieces)
        self.unk, self.eos = self.ids[unk], self.ids[eos]
        # as few pieces as possible; of equally few, the longest; the last digits leave no ties
        self.scores = [
            -100.0 if p in self.special or BYTE.fullmatch(p) else round(-10 + 0.01 * len(p) ** 2 - (i * 37 % 1000) / 1e6, 6)
            for i, p in enumerate(self.pieces)
        ]
        self.readable = {p: i for p, i in self.ids.items() if p not in self.special and not BYTE.fullmatch(p)}
        self.longest = max(map(len, self.readable))
        self.cache = {}

    def _word(self, word):
        """Best path through one word that begins with ▁: [(ids, length)]; several ids for the bytes of one character."""
        if word in self.cache:
            return self.cache[word]
        n = len(word)
        best = [(0.0, None)] + [(-1e9, None)] * n
        for i in range(n):
            at = best[i][0]
            single = False
            for j in range(i + 1, min(n, i + self.longest) + 1):
                k = self.readable.get(word[i:j])
                if k is None:
                    continue
                single = single or j == i + 1
                if at + self.scores[k] > best[j][0]:
                    best[j] = (at + self.scores[k], (i, k))
            if not single and at - 110 > best[i + 1][0]:
                best[i + 1] = (at - 110, (i, self.unk))
        path, j = [], n
        while j:
            i, k = best[j][1]
            path.append((self._bytes(word[i:j]) if k == self.unk else [k], j - i))
            j = i
        path.reverse()
        if len(self.cache) < 200000:
            self.cache[word] = path
        return path

    def _bytes(self, character):
        ids = [self.bytes.get(b) for b in character.encode()]
        return [self.unk] if None in ids else ids

    def spans(self, text):
        """[(id, start, end)] over the text, without </s>. Tags come first, as whole tokens."""
        made, at = [], 0
        for tag in self.tags:
            if text.startswith(tag):
                made.append((self.ids[tag], 0, len(tag)))
                at = len(tag) + 1
        for word in text[at:].split(' '):
            if word:
                p = at - 1  # the ▁ stands for the space before
                for ids, n in self._word('▁' + word):
                    made += [(k, max(p, at), p + n) for k in ids]
                    p += n
            at += len(word) + 1
        return made

    def encode(self, text):
        return [k for k, _, _ in self.spans(normal(text))] + [self.eos]

    def decode(self, ids):
        text = b''.join(
            bytes([int(self.pieces[k][3:5], 16)]) if BYTE.fullmatch(self.pieces[k]) else self.pieces[k].encode()
            for k in ids if self.pieces[k] not in self.special or k == self.unk
        )
        return text.decode(errors='replace').replace('▁', ' ').strip()

    def save(self, path):
        added = [
            {'id': self.ids[p], 'content': p, 'single_word': False, 'lstrip': False, 'rstrip': False,
             'normalized': False, 'special': True}
            for p in self.pieces if p in self.special
        ]
        eos = self.pieces[self.eos]
        body = {
            'version': '1.0', 'truncation': None, 'padding': None, 'added_tokens': added,
            'normalizer': {'type': 'Sequence', 'normalizers': [
                {'type': 'NFC'},
                {'type': 'Replace', 'pattern': {'String': '’'}, 'content': "'"},
                {'type': 'Replace', 'pattern': {'Regex': r'\s+'}, 'content': ' '},
                {'type': 'Strip', 'strip_left': True, 'strip_right': True},
            ]},
            'pre_tokenizer': {'type': 'Metaspace', 'replacement': '▁', 'prepend_scheme': 'always', 'split': True},
            'post_processor': {
                'type': 'TemplateProcessing',
                'single': [{'Sequence': {'id': 'A', 'type_id': 0}}, {'SpecialToken': {'id': eos, 'type_id': 0}}],
                'pair': [{'Sequence': {'id': 'A', 'type_id': 0}}, {'Sequence': {'id': 'B', 'type_id': 0}},
                         {'SpecialToken': {'id': eos, 'type_id': 0}}],
                'special_tokens': {eos: {'id': eos, 'ids': [self.eos], 'tokens': [eos]}},
            },
            'decoder': {'type': 'Sequence', 'decoders': [
                {'type': 'ByteFallback'}, {'type': 'Metaspace', 'replacement': '▁', 'prepend_scheme': 'always', 'split': True},
            ]},
            'model': {'type': 'Unigram', 'unk_id': self.unk, 'vocab': [[p, s] for p, s in zip(self.pieces, self.scores)],
                      'byte_fallback': bool(self.bytes)},
        }
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(body, f, ensure_ascii=False, separators=(',', ':'))


def normal(text):
    return re.sub(r'\s+', ' ', unicodedata.normalize('NFC', text).replace('’', "'")).strip()


def byte_letters():
    """GPT-2's letter for each byte (Radford et al. 2019): printable ones stand for themselves."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters, n = {b: chr(b) for b in kept}, 0
    for b in range(256):
        if b not in letters:
            letters[b] = chr(256 + n)
            n += 1
    return letters


class ByteBPE:
    """Whole words, and single bytes for every other word: byte-level BPE whose list of merges is empty and
    which takes a word as it is where the vocabulary has it (`ignore_merges`)."""

    LETTERS = byte_letters()
    PATTERN = r" ?[^\W\d_]+|'[^\W\d_]+| ?\d| ?[^\w\s]| ?_|\s+"
    PATTERN_JSON = r" ?\p{L}+|'\p{L}+| ?\p{N}| ?[^\s\p{L}\p{N}]|\s+"

    def __init__(self, pieces, end='<|endoftext|>'):
        self.pieces, self.end_piece = list(pieces), end
        self.ids = {p: i for i, p in enumerate(self.pieces)}
        self.end = self.ids[end]

    @classmethod
    def split(cls, text):
        """The words of a text as byte letters, and where each stands in ' ' + text."""
        text = normal(text)
        return [
            (''.join(cls.LETTERS[b] for b in m.group().encode()), m.start(), m.end())
            for m in re.finditer(cls.PATTERN, ' ' + text if text else '')
        ]

    def spans(self, text):
        """[(id, start, end)] over the text; bytes of one word share its place where they are not letters."""
        made = []
        for word, a, b in self.split(text):
            if word in self.ids:
                made.append((self.ids[word], max(a - 1, 0), b - 1))
            elif len(word) == b - a:
                made += [(self.ids[c], max(a + i - 1, 0), a + i) for i, c in enumerate(word)]
            else:
                made += [(self.ids[c], max(a - 1, 0), b - 1) for c in word]
        return made

    def encode(self, text):
        return [k for k, _, _ in self.spans(text)]

    def save(self, path):
        split_on = {'type': 'Split', 'pattern': {'Regex': self.PATTERN_JSON}, 'behavior': 'Isolated', 'invert': False}
        body = {
            'version': '1.0', 'truncation': None, 'padding': None,
            'added_tokens': [{'id': self.end, 'content': self.end_piece, 'single_word': False, 'lstrip': False,
                              'rstrip': False, 'normalized': False, 'special': True}],
            'normalizer': {'type': 'Sequence', 'normalizers': [
                {'type': 'NFC'},
                {'type': 'Replace', 'pattern': {'String': '’'}, 'content': "'"},
                {'type': 'Replace', 'pattern': {'Regex': r'\s+'}, 'content': ' '},
                {'type': 'Strip', 'strip_left': True, 'strip_right': True},
                {'type': 'Prepend', 'prepend': ' '},
            ]},
            'pre_tokenizer': {'type': 'Sequence', 'pretokenizers': [
                split_on,
                {'type': 'ByteLevel', 'add_prefix_space': False, 'trim_offsets': True, 'use_regex': False},
            ]},
            'post_processor': None,
            'decoder': {'type': 'ByteLevel', 'add_prefix_space': True, 'trim_offsets': True, 'use_regex': True},
            'model': {'type': 'BPE', 'dropout': None, 'unk_token': None, 'continuing_subword_prefix': None,
                      'end_of_word_suffix': None, 'fuse_unk': False, 'byte_fallback': False, 'ignore_merges': True,
                      'vocab': self.ids, 'merges': []},
        }
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(body, f, ensure_ascii=False, separators=(',', ':'))


class WordPiece:
    """BERT's tokenizer: lower case, accents off, punctuation by itself; longest piece first, letters (##a) for
    the rest of an unknown word, [UNK] where even those fail."""

    SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
    CJK = '\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff'
    PATTERN = rf'[{CJK}]|[^\W_{CJK}]+|[^\w\s]|_'

    def __init__(self, pieces):
        self.pieces = list(pieces)
        self.ids = {p: i for i, p in enumerate(self.pieces)}
        self.cls, self.sep, self.mask, self.unk = (self.ids[p] for p in ('[CLS]', '[SEP]', '[MASK]', '[UNK]'))

    @staticmethod
    def words(text):
        """[(word, start, end)]; lower case and without accents keep the length of plain English."""
        text = ''.join(c for c in unicodedata.normalize('NFD', normal(text).lower()) if unicodedata.category(c) != 'Mn')
        return [(m.group(), m.start(), m.end()) for m in re.finditer(WordPiece.PATTERN, text)]

    def _pieces(self, word):
        made, at = [], 0
        while at < len(word):
            for end in range(len(word), at, -1):
                k = self.ids.get(('##' if at else '') + word[at:end])
                if k is not None:
                    made.append((k, at, end))
                    at = end
                    break
            else:
                return [(self.unk, 0, len(word))]
        return made

    def spans(self, text):
        """[(id, start, end)] without [CLS] and [SEP]."""
        return [(k, a + i, a + j) for word, a, _ in self.words(text) for k, i, j in self._pieces(word)]

    def encode(self, text):
        return [self.cls, *(k for k, _, _ in self.spans(text)), self.sep]

    def save(self, path):
        cls, sep = self.pieces[self.cls], self.pieces[self.sep]
        one = {'Sequence': {'id': 'A', 'type_id': 0}}
        two = {'Sequence': {'id': 'B', 'type_id': 1}}
        mark = lambda token, kind: {'SpecialToken': {'id': token, 'type_id': kind}}
        body = {
            'version': '1.0', 'truncation': None, 'padding': None,
            'added_tokens': [{'id': self.ids[p], 'content': p, 'single_word': False, 'lstrip': False, 'rstrip': False,
                              'normalized': False, 'special': True} for p in self.SPECIAL],
            'normalizer': {'type': 'Sequence', 'normalizers': [
                {'type': 'Replace', 'pattern': {'String': '’'}, 'content': "'"},
                {'type': 'BertNormalizer', 'clean_text': True, 'handle_chinese_chars': True, 'strip_accents': None, 'lowercase': True},
            ]},
            'pre_tokenizer': {'type': 'BertPreTokenizer'},
            'post_processor': {
                'type': 'TemplateProcessing', 'single': [mark(cls, 0), one, mark(sep, 0)],
                'pair': [mark(cls, 0), one, mark(sep, 0), two, mark(sep, 1)],
                'special_tokens': {t: {'id': t, 'ids': [self.ids[t]], 'tokens': [t]} for t in (cls, sep)},
            },
            'decoder': {'type': 'WordPiece', 'prefix': '##', 'cleanup': True},
            'model': {'type': 'WordPiece', 'unk_token': '[UNK]', 'continuing_subword_prefix': '##',
                      'max_input_chars_per_word': 100, 'vocab': self.ids},
        }
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(body, f, ensure_ascii=False, separators=(',', ':'))
