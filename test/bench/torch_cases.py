"""The benchmarks' work by PyTorch on one thread.

Reads one JSON object a line. {"prepare": case} gets a case ready, {"time": true} runs it once; each answers by a line.
"""

import json
import sys
import time

import torch
from torch.nn import functional as F

torch.set_num_threads(1)
torch.manual_seed(1)
HEADS, WIDTH = 12, 64
MODEL = HEADS * WIDTH


def attend(q, k, v, mask=None):
    scores = q @ k.transpose(-1, -2) * WIDTH**-0.5
    if mask is not None:
        scores = scores + mask
    probabilities = torch.softmax(scores, -1)
    return probabilities @ v, probabilities


def split(x):
    return x.view(x.shape[0], HEADS, WIDTH).transpose(0, 1)


def join(x):
    return x.transpose(0, 1).reshape(x.shape[1], MODEL)


def attention(n):
    q, k, v = (torch.rand(HEADS, n, WIDTH) * 2 - 1 for _ in range(3))
    return lambda: attend(q, k, v)


def multi_head(n):
    x = torch.rand(n, MODEL) * 2 - 1
    layers = [torch.nn.Linear(MODEL, MODEL) for _ in range(4)]

    def run():
        q, k, v = (split(layer(x)) for layer in layers[:3])
        out, probabilities = attend(q, k, v)
        return layers[3](join(out)), probabilities

    return run


def linear(n, d, m, **_):
    x, w = torch.rand(n, d), torch.rand(m, d)
    return lambda: F.linear(x, w)


def gpt2(n):
    x = torch.rand(n, MODEL) * 2 - 1
    mask = torch.full((n, n), float("-inf")).triu(1)
    layers = [
        {
            "norms": [torch.nn.LayerNorm(MODEL) for _ in range(2)],
            "qkv": torch.nn.Linear(MODEL, 3 * MODEL),
            "out": torch.nn.Linear(MODEL, MODEL),
            "up": torch.nn.Linear(MODEL, 4 * MODEL),
            "down": torch.nn.Linear(4 * MODEL, MODEL),
        }
        for _ in range(12)
    ]

    def gelu(y):
        return 0.5 * y * (1 + torch.tanh((2 / torch.pi) ** 0.5 * (y + 0.044715 * y**3)))

    def run():
        stream, maps = x, []
        for layer in layers:
            q, k, v = (split(y) for y in layer["qkv"](layer["norms"][0](stream)).split(MODEL, -1))
            out, probabilities = attend(q, k, v, mask)
            maps.append(probabilities)
            stream = stream + layer["out"](join(out))
            stream = stream + layer["down"](gelu(layer["up"](layer["norms"][1](stream))))
        return stream, maps

    return run


KINDS = {"attention": attention, "multi-head": multi_head, "linear": linear, "gpt2": gpt2}


def main():
    run = None
    print(json.dumps({"version": torch.__version__}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if "prepare" in request:
            options = dict(request["prepare"])
            run = KINDS[options.pop("kind")](**options)
            answer = {}
        else:
            start = time.perf_counter()
            with torch.no_grad():
                run()
            answer = {"ms": (time.perf_counter() - start) * 1000}
        print(json.dumps(answer), flush=True)


main()
