"""Saving: safetensors (https://huggingface.co/docs/safetensors), int8 rows, sizes."""

import gzip
import json
import struct
from pathlib import Path

import numpy as np

TYPES = {'float32': 'F32', 'float16': 'F16', 'int8': 'I8', 'int64': 'I64'}


def save_safetensors(path, tensors, metadata=None):
    header, data, at = {}, [], 0
    if metadata:
        header['__metadata__'] = metadata
    # widest types first, so that every tensor stays aligned
    for name, array in sorted(tensors.items(), key=lambda item: -item[1].dtype.itemsize):
        raw = np.ascontiguousarray(array).tobytes()
        header[name] = {'dtype': TYPES[str(array.dtype)], 'shape': list(array.shape), 'data_offsets': [at, at + len(raw)]}
        data.append(raw)
        at += len(raw)
    text = json.dumps(header, separators=(',', ':'), ensure_ascii=False).encode()
    text += b' ' * (-len(text) % 8)
    Path(path).write_bytes(struct.pack('<Q', len(text)) + text + b''.join(data))


def load_safetensors(path):
    """The tensors of a file that `save_safetensors` has written, as float32; int8 times its scales."""
    raw = Path(path).read_bytes()
    (size,) = struct.unpack('<Q', raw[:8])
    header, kinds = json.loads(raw[8 : 8 + size]), {v: k for k, v in TYPES.items()}
    header.pop('__metadata__', None)
    made = {}
    for name, entry in header.items():
        begin, end = (8 + size + at for at in entry['data_offsets'])
        made[name] = np.frombuffer(raw[begin:end], kinds[entry['dtype']]).reshape(entry['shape']).astype(np.float32)
    return {name: array * made.get(name + '_scale', 1) for name, array in made.items() if not name.endswith('_scale')}


def quantized(weight):
    """[rows, columns] -> int8 and one scale a row: the scale, out of 24 near max/127, with the least error."""
    w = weight.astype(np.float64)
    top = np.maximum(np.abs(w).max(1, keepdims=True), 1e-8)
    best_error = np.full((len(w), 1), np.inf)
    best_scale = top / 127
    for share in np.linspace(0.77, 1.0, 24):
        scale = (top * share / 127).astype(np.float32).astype(np.float64)
        error = ((np.clip(np.rint(w / scale), -127, 127) * scale - w) ** 2).sum(1, keepdims=True)
        better = error < best_error
        best_error, best_scale = np.where(better, error, best_error), np.where(better, scale, best_scale)
    return np.clip(np.rint(w / best_scale), -127, 127).astype(np.int8), best_scale.astype(np.float32)


def stored(state, int8):
    """What is written of a state dict, and the state dict as a reader gets it back (float32)."""
    tensors, back = {}, {}
    for name, value in state.items():
        array = value.detach().numpy().astype(np.float32)
        if int8 and array.ndim == 2 and min(array.shape) > 1:
            q, scale = quantized(array)
            tensors[name], tensors[name + '_scale'] = q, scale
            back[name] = q.astype(np.float32) * scale
        else:
            tensors[name] = array.astype(np.float16)
            back[name] = tensors[name].astype(np.float32)
    return tensors, back


def save_json(path, value, lines=True):
    text = json.dumps(value, ensure_ascii=False, indent=2 if lines else None)
    Path(path).write_text(text + '\n', encoding='utf-8')


def compressed_size(folder):
    """Bytes of a model's files under gzip -9: {file: bytes}."""
    names = ['model.safetensors', 'tokenizer.json', 'config.json']
    return {n: len(gzip.compress((Path(folder) / n).read_bytes(), 9)) for n in names}


# what `in_domain` of a config means, beside its names
MEASURE = (
    'share of the words of a text (`pattern`, with `least_letters` or more, or not Latin) that are one piece of the vocabulary (from id `from_id` on), '
    '`prefix` put before; with `names`, unknown capitalised words within a sentence do not count; below `threshold` the text is far from what this model '
    'was trained on'
)

COMPRESSED_TENSORS = {
    'quant_method': 'compressed-tensors', 'format': 'int-quantized', 'quantization_status': 'compressed', 'ignore': [],
    'config_groups': {'group_0': {
        'targets': ['Linear', 'Embedding'], 'input_activations': None, 'output_activations': None,
        'weights': {'num_bits': 8, 'type': 'int', 'symmetric': True, 'strategy': 'channel', 'dynamic': False},
    }},
}
