"""Writes a small GPT-2 and its attention in the formats that people have them in; part of train_induction.py."""

import json
import struct

import numpy as np
import torch


def safetensors(arrays, metadata):
    """Bytes of a .safetensors file: length of the header, header as JSON, the arrays one after another."""
    kinds = {"float16": "F16", "float32": "F32"}
    header, body = {"__metadata__": metadata}, b""
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        header[name] = {
            "dtype": kinds[str(array.dtype)],
            "shape": list(array.shape),
            "data_offsets": [len(body), len(body) + len(data)],
        }
        body += data
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def gpt2_arrays(model):
    """The model's parameters under the names and in the orientation of GPT-2; its feed-forward part is zeros."""
    arrays = {"wte.weight": model.wte.weight, "wpe.weight": model.wpe.weight}
    width = model.wte.weight.shape[1]
    ones, zeros = torch.ones, torch.zeros
    for i, (norm, attn) in enumerate(zip(model.ln_1, model.attn)):
        arrays |= {
            f"h.{i}.ln_1.weight": norm.weight,
            f"h.{i}.ln_1.bias": norm.bias,
            f"h.{i}.attn.c_attn.weight": attn.c_attn.weight.T,
            f"h.{i}.attn.c_attn.bias": attn.c_attn.bias,
            f"h.{i}.attn.c_proj.weight": attn.c_proj.weight.T,
            f"h.{i}.attn.c_proj.bias": attn.c_proj.bias,
            f"h.{i}.ln_2.weight": ones(width),
            f"h.{i}.ln_2.bias": zeros(width),
            f"h.{i}.mlp.c_fc.weight": zeros(width, 1),
            f"h.{i}.mlp.c_fc.bias": zeros(1),
            f"h.{i}.mlp.c_proj.weight": zeros(1, width),
            f"h.{i}.mlp.c_proj.bias": zeros(width),
        }
    arrays |= {"ln_f.weight": model.ln_f.weight, "ln_f.bias": model.ln_f.bias}
    return {name: value.detach().numpy() for name, value in arrays.items()}


def write_json(path, value, **options):
    path.write_text(json.dumps(value, ensure_ascii=False, **options) + "\n", encoding="utf-8")


def write_model(model, vocabulary, folder):
    """The checkpoint as a folder in Hugging Face layout."""
    positions, width = model.wpe.weight.shape
    (folder / "model.safetensors").write_bytes(safetensors(gpt2_arrays(model), {"format": "pt"}))
    config = {
        "model_type": "gpt2",
        "architectures": ["GPT2LMHeadModel"],
        "n_layer": len(model.attn),
        "n_head": model.heads,
        "n_embd": width,
        "n_inner": 1,
        "n_positions": positions,
        "vocab_size": len(vocabulary),
        "activation_function": "gelu_new",
        "layer_norm_epsilon": 1e-5,
        "tie_word_embeddings": True,
        "bos_token_id": None,
        "eos_token_id": None,
    }
    write_json(folder / "config.json", config, indent=1)
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "WordLevel",
            "vocab": {word: i for i, word in enumerate(vocabulary)},
            "unk_token": "[UNK]",
        },
    }
    write_json(folder / "tokenizer.json", tokenizer, indent=1)
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "clean_up_tokenization_spaces": False}
    write_json(folder / "tokenizer_config.json", settings, indent=1)


def write_example(name, tokens, weights, folder):
    """Attention `[layers, heads, queries, keys]` of one example, in the formats that people have it in."""
    half = weights.astype(np.float16)
    np.savez_compressed(folder / f"{name}.npz", attention=half, tokens=np.array(tokens))
    if len(tokens) > 32:
        return  # 64 words would be 65 KB as .safetensors and 130 KB as JSON
    metadata = {"tokens": json.dumps(tokens, ensure_ascii=False), "model": "induction-2x4"}
    (folder / f"{name}.safetensors").write_bytes(safetensors({"attention": half}, metadata))
    rows = [[[[float(f"{w:.4f}") or 0 for w in row] for row in head] for head in layer] for layer in weights]
    part = {"name": None, "attn": rows, "left_text": tokens, "right_text": tokens}
    bertviz = {
        "attention": [part],
        "default_filter": "0",
        "layer": None,
        "heads": None,
        "include_layers": list(range(len(rows))),
    }
    write_json(folder / f"{name}.bertviz.json", bertviz, separators=(",", ":"))
    transformers = {"tokens": tokens, "attentions": [[layer] for layer in rows]}
    write_json(folder / f"{name}.transformers.json", transformers, separators=(",", ":"))
