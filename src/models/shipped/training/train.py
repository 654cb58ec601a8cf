"""Trains the models that ship: python3 src/models/shipped/training/train.py translator|writer|reader|all

Needs PyTorch (1.13 or later) and numpy, no GPU. Everything is seeded. `--check` writes into a folder of its own beside the
models instead of over them, `--out FOLDER` into that folder. `--steps N` shortens a run, `--small` what is counted and
measured before and after it: a run of two steps then takes a minute and shows that everything still works. `--measure`
measures the weights that lie there once more, without training. `--guided 0` leaves the heads of the translator to
themselves, `--seed N` draws other first weights and other sentences.
"""

import argparse
import os
import time
from pathlib import Path

# more threads than one round differently from run to run, and BLAS reads this when it is loaded
for name in ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS'):
    os.environ.setdefault(name, '1')

import torch

import reader
import reader_release
import translator
import translator_release
import writer
import writer_release
from export import load_safetensors

HERE = Path(__file__).resolve().parent
MODELS = HERE.parent
FIXTURES = MODELS.parents[2] / 'test' / 'fixtures' / 'shipped'

KINDS = {'translator': (translator, translator_release), 'writer': (writer, writer_release), 'reader': (reader, reader_release)}
STEPS = {'translator': 8000, 'writer': 5000, 'reader': 4000}
# CPU time of a run on one core of an AMD EPYC, as measured
MINUTES = {'translator': 23, 'writer': 10, 'reader': 5}
GUIDED = 0.3  # share of the losses that guide two heads of the translator


def weights_of(kind, folder, scale):
    """The network with the weights that a folder has, and what its vocabulary is made of."""
    made = kind.build(*scale)
    net, parts = (kind.make(*made), made) if isinstance(made, tuple) else (kind.make(made), (made,))
    stored = load_safetensors(folder / 'model.safetensors')
    net.load_state_dict({name: torch.tensor(array) for name, array in stored.items()})
    return net, parts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('model', choices=[*KINDS, 'all'])
    parser.add_argument('--steps', type=int)
    parser.add_argument('--seed', type=int)
    parser.add_argument('--guided', type=float, default=GUIDED)
    parser.add_argument('--check', action='store_true')
    parser.add_argument('--out', type=Path)
    parser.add_argument('--small', action='store_true')
    parser.add_argument('--measure', action='store_true')
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ['OMP_NUM_THREADS']))
    aside = options.out or (MODELS / 'check' if options.check else None)
    out, fixtures = aside or MODELS, aside / 'fixtures' if aside else FIXTURES
    scale = (4000, 1) if options.small else ()  # stories that the vocabulary is counted in, least count of a word
    for name in KINDS if options.model == 'all' else [options.model]:
        kind, release = KINDS[name]
        steps = options.steps or STEPS[name]
        more = {'share': options.guided} if name == 'translator' else {}
        if options.measure:
            net, parts = weights_of(kind, MODELS / name, scale)
        else:
            seed = {} if options.seed is None else {'seed': options.seed}
            began = time.process_time()
            net, *parts = kind.train(steps, **more, **seed, scale=scale)
            print('minutes of one core:', round((time.process_time() - began) / 60, 1))
        run = {'steps': steps, 'minutes': MINUTES[name], 'small': options.small, **more}
        release.release(net, *parts, out / name, fixtures / name, run)


if __name__ == '__main__':
    main()
