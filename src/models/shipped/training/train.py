"""Trains the models that ship: python3 src/models/shipped/training/train.py translator|writer|reader|all

Needs PyTorch (1.13 or later) and numpy, no GPU. Everything is seeded. `--steps N` shortens a run, `--check`
writes into a folder of its own beside the models instead of over them.
"""

import argparse
import os
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

HERE = Path(__file__).resolve().parent
MODELS = HERE.parent
FIXTURES = MODELS.parents[2] / 'test' / 'fixtures' / 'shipped'

STEPS = {'translator': 8000, 'writer': 5000, 'reader': 4000}
GUIDED = 0.3  # share of the losses that guide two heads of the translator; 0 leaves all heads to themselves


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('model', choices=['translator', 'writer', 'reader', 'all'])
    parser.add_argument('--steps', type=int)
    parser.add_argument('--check', action='store_true')
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ['OMP_NUM_THREADS']))
    out = MODELS / 'check' if options.check else MODELS
    fixtures = out / 'fixtures' if options.check else FIXTURES
    if options.model in ('translator', 'all'):
        steps = options.steps or STEPS['translator']
        net, pieces, n_targets = translator.train(steps, GUIDED)
        translator_release.release(net, pieces, n_targets, out / 'translator', fixtures / 'translator', GUIDED, steps)
    if options.model in ('writer', 'all'):
        steps = options.steps or STEPS['writer']
        net, pieces = writer.train(steps)
        writer_release.release(net, pieces, out / 'writer', fixtures / 'writer', steps)
    if options.model in ('reader', 'all'):
        steps = options.steps or STEPS['reader']
        net, pieces = reader.train(steps)
        reader_release.release(net, pieces, out / 'reader', fixtures / 'reader', steps)


if __name__ == '__main__':
    main()
