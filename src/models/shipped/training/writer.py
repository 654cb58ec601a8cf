"""Training of the writer: a causal decoder (GPT-2's layout) on the stories of the grammar."""

import random
import sys
import time
from collections import Counter

import torch
from torch.nn import functional as F

from nets import GPT2, indecision, ramp
from stories import story
from tokenizers import ByteBPE

DECIDED = 0.03  # weight of the entropy of attention in the loss
CONFIG = dict(d=64, heads=4, layers=3, positions=128)


def build(samples=60000, at_least=10):
    counts, rng = Counter(), random.Random(1)
    for _ in range(samples):
        counts.update(word for word, _, _ in ByteBPE.split(story(rng).text()[0]))
    letters = sorted(ByteBPE.LETTERS.values())
    known = [w for w, n in counts.most_common() if n >= at_least and w not in letters]
    return ['<|endoftext|>', *letters, *known]


def tokens_of(s, tok):
    """(ids, tokens of each word, their places)."""
    text, spans = s.text()
    pieces = tok.spans(text)
    places = [[i for i, (_, x, y) in enumerate(pieces) if x < b and y > a] for a, b in spans]
    return [k for k, _, _ in pieces], places


def batches(seed, tok, size=128):
    """Stories of like length, each with its end; one in four begins with <|endoftext|> too, so that the
    model can begin from nothing."""
    rng = random.Random(seed)
    while True:
        rows = []
        for _ in range(size * 16):
            ids = tokens_of(story(rng), tok)[0] + [tok.end]
            rows.append([tok.end, *ids] if rng.random() < 0.25 else ids)
        rows.sort(key=len)
        groups = [rows[i : i + size] for i in range(0, len(rows), size)]
        rng.shuffle(groups)
        for group in groups:
            n = max(map(len, group))
            yield torch.tensor([row + [-100] * (n - len(row)) for row in group])


@torch.no_grad()
def measure(net, tok, count=2000, seed=99):
    """Next-token accuracy, cross entropy and the grammar's own entropy (nats a token), on fresh stories."""
    rng = random.Random(seed)
    right = total = 0
    loss = entropy = 0.0
    pool = []
    for _ in range(count):
        s = story(rng)
        pool.append([tok.end, *tokens_of(s, tok)[0], tok.end])
        entropy -= s.log_p
    pool.sort(key=len)
    net.eval()
    for i in range(0, count, 100):
        group = pool[i : i + 100]
        n = max(map(len, group))
        ids = torch.tensor([row + [-100] * (n - len(row)) for row in group])
        logits, gold = net(ids[:, :-1].clamp(min=0)), ids[:, 1:]
        loss += F.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=-100, reduction='sum').item()
        right += (logits.argmax(-1) == gold).sum().item()
        total += (gold >= 0).sum().item()
    return {'accuracy': right / total, 'cross_entropy': loss / total, 'grammar_entropy': entropy / total, 'tokens': total}


def make(pieces, seed=5):
    torch.manual_seed(seed + 6)
    return GPT2(len(pieces), **CONFIG)


def train(steps, peak=3e-3, log=sys.stdout, save=None, seed=5, scale=()):
    pieces = build(*scale)
    tok = ByteBPE(pieces)
    net = make(pieces, seed)
    print('parameters', sum(p.numel() for p in net.parameters()), 'vocabulary', len(pieces), file=log, flush=True)
    optimizer = torch.optim.AdamW(net.parameters(), lr=peak, betas=(0.9, 0.98), weight_decay=0.01)
    began, running = time.time(), 0.0
    for step, ids in enumerate(batches(seed, tok), 1):
        if step > steps:
            break
        for g in optimizer.param_groups:
            g['lr'] = peak * min(1, step / 300) * (1 - step / steps) ** 0.8 + 1e-5
        net.train()
        logits = net(ids[:, :-1].clamp(min=0))
        loss = F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), ignore_index=-100)
        doubt = indecision(net.attentions(), (ids[:, 1:] >= 0).float())
        optimizer.zero_grad()
        (loss + DECIDED * ramp(step, steps) * doubt).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        running += loss.item()
        if step % 250 == 0:
            print(f'{step} loss {running / 250:.4f} doubt {doubt.item():.3f} seconds {time.time() - began:.0f}', file=log, flush=True)
            running = 0.0
        if step % 1000 == 0:
            print(measure(net, tok, 500), file=log, flush=True)
            if save:
                torch.save({'net': net.state_dict(), 'pieces': pieces}, save)
    if save:
        torch.save({'net': net.state_dict(), 'pieces': pieces}, save)
    return net, pieces
