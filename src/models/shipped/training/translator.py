"""Training of the translator: English to Korean, encoder and decoder (Marian's layout)."""

import random
import sys
import time

import torch
from torch.nn import functional as F

from nets import Marian, indecision, ramp
from sentences import sentences
from translator_vocabulary import build, tokenizer

DECIDED = 0.01  # weight of the entropy of attention in the loss
PRONOUN_HEAD = 2  # of the last layer of the encoder
CONFIG = dict(d=80, heads=4, ff=160, encoder=3, decoder=2)


class Example:
    """One sentence as ids, and its alignment: rows of (target token, source token, sure)."""

    def __init__(self, s, tok):
        self.sentence = s
        source, target = tok.spans(s.english), tok.spans(s.korean)
        self.source = [k for k, _, _ in source] + [tok.eos]
        self.target = [k for k, _, _ in target] + [tok.eos]
        words = [overlaps(source, a, b) for a, b in s.en_spans]
        pieces = [overlaps(target, a, b) for a, b in s.ko_spans]
        self.refers = s.refers and tuple(words[i] for i in s.refers)
        self.links = {}
        for (i, j), sure in s.links.items():
            if i in s.spelled and j in s.ko_spelled and s.copied(i, j):
                self.links.update({(t, k): sure for t, k in zip(pieces[j], words[i])})  # byte by byte
                continue
            for t in pieces[j]:
                for k in words[i]:
                    self.links[t, k] = self.links.get((t, k), False) or sure


def overlaps(spans, a, b):
    return [i for i, (_, x, y) in enumerate(spans) if x < b and y > a]


def pad_to(rows, pad):
    n = max(map(len, rows))
    return torch.tensor([r + [pad] * (n - len(r)) for r in rows])


def batch_of(examples, pad):
    source = pad_to([e.source for e in examples], pad)
    target = pad_to([e.target for e in examples], -100)
    start = torch.full((len(examples), 1), pad)
    given = torch.cat([start, target[:, :-1].clamp(min=0)], 1)
    return source, given, target


def batches(seed, tok, pad, size=128):
    """Endless batches of sentences of like length."""
    source, rng = sentences(seed), random.Random(seed)
    while True:
        pool = sorted((Example(next(source), tok) for _ in range(size * 24)), key=lambda e: (len(e.target), len(e.source)))
        groups = [pool[i : i + size] for i in range(0, len(pool), size)]
        rng.shuffle(groups)
        for group in groups:
            yield group, batch_of(group, pad)


def guide(net, group, shape, share):
    """Chen et al. 2016: cross entropy between one head (the last layer's first) and the grammar's alignment,
    for target tokens that have one."""
    links = [(b, t, k, 1.0 if sure else 0.3) for b, e in enumerate(group) for (t, k), sure in e.links.items()]
    b, t, k, weight = zip(*links)
    wanted = torch.zeros(shape)
    wanted[list(b), list(t), list(k)] = torch.tensor(weight)
    total = wanted.sum(-1, keepdim=True)
    has = (total > 0).float()
    wanted = wanted / total.clamp(min=1e-6)
    head = net.cross()[-1][:, 0]
    return share * -(wanted * (head + 1e-6).log()).sum() / has.sum()


def guide_pronouns(net, group, share):
    """One head of the encoder (the last layer's third) learns what the pronoun of a `because` clause stands for: the log of
    all that it puts on that noun."""
    rows = [(b, e.refers[0][0], k) for b, e in enumerate(group) if e.refers for k in e.refers[1]]
    if not rows:
        return 0.0
    b, it, noun = (list(column) for column in zip(*rows))
    head = net.self_attentions()[0][-1][:, PRONOUN_HEAD]
    found = torch.zeros(len(group)).index_add(0, torch.tensor(b), head[b, it, noun])
    return share * -(found[sorted({*b})] + 1e-6).log().mean()


@torch.no_grad()
def translate(net, rows, pad, eos, limit=60):
    """Greedy translations of sources (lists of ids)."""
    net.eval()
    source = pad_to(rows, pad)
    memory, mask = net.encode(source)
    given = torch.full((len(rows), 1), pad)
    done = torch.zeros(len(rows), dtype=torch.bool)
    for _ in range(limit):
        k = net.logits(net.decode(given, memory, mask)[:, -1]).argmax(-1)
        given = torch.cat([given, k.masked_fill(done, eos)[:, None]], 1)
        done |= k == eos
        if done.all():
            break
    return [row[1 : row.index(eos, 1) + 1] if eos in row[1:] else row[1:] for row in given.tolist()]


def exact(net, examples, tok, pad, size=100):
    """Share of sentences translated, letter by letter, as the grammar does (<unk> for <unk>), and the others with what was written."""
    wrong = []
    order = sorted(examples, key=lambda e: len(e.source))
    for i in range(0, len(order), size):
        group = order[i : i + size]
        for e, made in zip(group, translate(net, [e.source for e in group], pad, tok.eos)):
            if tok.decode(made) != tok.decode(e.target):
                wrong.append((e, made))
    return 1 - len(wrong) / len(examples), wrong


@torch.no_grad()
def alignment_errors(net, examples, pad):
    """Alignment error rate (Och and Ney 2003) of each cross-attention head: each target token but </s> is
    linked to its strongest source token; 1 - (|A & S| + |A & P|) / (|A| + |S|). [layer][head]"""
    layers, heads = CONFIG['decoder'], CONFIG['heads']
    hit_s, hit_p, n_a, n_s = ([[0] * (heads + 1) for _ in range(layers)] for _ in range(4))
    net.eval()
    order = sorted(examples, key=lambda e: len(e.target))
    for i in range(0, len(order), 100):
        group = order[i : i + 100]
        source, given, _ = batch_of(group, pad)
        net.decode(given, *net.encode(source))
        for l, weights in enumerate(net.cross()):
            best = torch.cat([weights, weights.mean(1, keepdim=True)], 1).argmax(-1).tolist()  # [b][head][target]
            for b, e in enumerate(group):
                sure = {link for link, s in e.links.items() if s}
                for h in range(heads + 1):
                    # tokens without any link (none in the grammar) are not counted
                    links = {(t, best[b][h][t]) for t in {t for t, _ in e.links}}
                    hit_s[l][h] += len(links & sure)
                    hit_p[l][h] += len(links & e.links.keys())
                    n_a[l][h] += len(links)
                    n_s[l][h] += len(sure)
    return [[1 - (hit_s[l][h] + hit_p[l][h]) / (n_a[l][h] + n_s[l][h]) for h in range(heads + 1)] for l in range(layers)]


def held_out_examples(tok, count, seed=77):
    source = sentences(seed, held=True)
    seen, made = set(), []
    while len(made) < count:
        s = next(source)
        if s.english not in seen:
            seen.add(s.english)
            made.append(Example(s, tok))
    return made


def make(pieces, n_targets, seed=3):
    torch.manual_seed(seed + 4)
    return Marian(len(pieces), pad=len(pieces) - 1, n_targets=n_targets, **CONFIG)


def train(steps, share=0.0, peak=2e-3, log=sys.stdout, save=None, seed=3, scale=()):
    pieces, n_targets = build(*scale)
    tok = tokenizer(pieces)
    pad = len(pieces) - 1
    net = make(pieces, n_targets, seed)
    print('parameters', sum(p.numel() for p in net.parameters()), 'vocabulary', len(pieces), n_targets, file=log, flush=True)
    optimizer = torch.optim.Adam(net.parameters(), lr=peak, betas=(0.9, 0.98), eps=1e-9)
    test = held_out_examples(tok, 500)
    began, running = time.time(), 0.0
    for step, (group, (source, given, target)) in enumerate(batches(seed, tok, pad), 1):
        done = step / steps
        if done > 1:
            break
        rate = peak * min(1, step / 800) * (1 - done) ** 0.8 + 1e-5
        for g in optimizer.param_groups:
            g['lr'] = rate
        net.train()
        hidden = net.decode(given, *net.encode(source))
        loss = F.cross_entropy(net.logits(hidden).flatten(0, 1), target.flatten(), ignore_index=-100)
        encoder, decoder = net.self_attentions()
        heard, said = (source != pad).float(), (target >= 0).float()
        doubt = indecision(encoder, heard) + indecision(decoder, said) + indecision(net.cross(), said)
        total = loss + DECIDED * ramp(step, steps) * doubt
        if share:
            total = total + guide(net, group, (len(group), given.shape[1], source.shape[1]), share)
            total = total + guide_pronouns(net, group, share / 3)
        optimizer.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        running += loss.item()
        if step % 250 == 0:
            print(f'{step} loss {running / 250:.4f} doubt {doubt.item():.3f} seconds {time.time() - began:.0f}', file=log, flush=True)
            running = 0.0
        if step % 2000 == 0:
            rate, wrong = exact(net, test, tok, pad)
            aer = alignment_errors(net, test[:300], pad)
            print(step, f'exact {rate:.4f}', 'AER', [[round(x, 3) for x in row] for row in aer], file=log, flush=True)
            for e, made_ids in wrong[:3]:
                print('  ', e.sentence.english, '|', e.sentence.korean, '|', tok.decode(made_ids), file=log, flush=True)
            if save:
                torch.save({'net': net.state_dict(), 'pieces': pieces, 'n_targets': n_targets}, save)
    if save:
        torch.save({'net': net.state_dict(), 'pieces': pieces, 'n_targets': n_targets}, save)
    return net, pieces, n_targets
