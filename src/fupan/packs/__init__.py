"""Packs: definitions as data (metrics, decks, rules), one directory per trade, and the one loader that reads them."""

from fupan.packs.document import YamlDocument, read_yaml
from fupan.packs.path import pack_chain, pack_files, pack_names, pack_path

__all__ = ["YamlDocument", "pack_chain", "pack_files", "pack_names", "pack_path", "read_yaml"]
