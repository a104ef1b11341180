"""Whoosh's files of a segment, written and read without a pickle and by several threads at once."""

import json
import mmap
import struct
import zlib
from pathlib import Path
from typing import Any

from whoosh.filedb.filetables import FileFormatError, OrderedHashReader, OrderedHashWriter
from whoosh.filedb.structfile import StructFile

_MOST_EXTRAS = 1_000
"""Bytes; there are some fifty."""


class MappedFile(StructFile):
    """A file mapped into memory: no place to read at is shared, so that threads may read at once.

    Nothing in it is ever unpickled.
    """

    def __init__(self, path: Path) -> None:
        file = path.open("rb")
        super().__init__(file, name=path.name)
        try:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except BaseException:
            file.close()
            raise

    def get(self, position: int, length: int) -> bytes:
        """The bytes at the position."""
        return self._map[position : position + length]

    def get_array(self, position: int, typecode: str, length: int) -> Any:
        """The numbers at the position, as Whoosh's columns ask for them."""
        from whoosh.filedb.structfile import BufferFile

        size = struct.calcsize(typecode) * length
        return BufferFile(self.get(position, size)).get_array(0, typecode, length)

    def read_pickle(self) -> Any:
        """Raises ValueError: there is no pickle in the index."""
        raise ValueError(f"{self} holds something that it should not")


class TermWriter(OrderedHashWriter):
    """Whoosh's term dictionary; what it would pickle beside its terms is JSON with a checksum."""

    def _write_extras(self) -> None:
        self.extras["indextype"] = self.index.typecode
        self.extras["indexlen"] = len(self.index)
        body = json.dumps(self.extras).encode()
        self.dbfile.write(struct.pack(">II", len(body), zlib.crc32(body)) + body)
        self.index.to_file(self.dbfile)


class TermReader(OrderedHashReader):
    """Reads what `TermWriter` wrote. Raises ValueError when it is not as it was written."""

    def __init__(self, file: MappedFile, length: int) -> None:
        try:
            super().__init__(file, length)
        except FileFormatError as error:
            raise ValueError(f"{file} is not as it was written") from error

    def _read_extras(self) -> None:
        start = self.dbfile.tell()
        size, checksum = struct.unpack(">II", self.dbfile.get(start, 8))
        body = self.dbfile.get(start + 8, min(size, _MOST_EXTRAS))
        if len(body) != size or zlib.crc32(body) != checksum:
            raise ValueError(f"{self.dbfile} is not as it was written")
        self.extras = json.loads(body)
        self.indexbase = start + 8 + size
        self.indexlen = self.extras["indexlen"]
        kind = self.extras["indextype"]
        self.indexsize = struct.calcsize(kind)
        self._get_pos = {
            "B": self.dbfile.get_byte,
            "H": self.dbfile.get_ushort,
            "i": self.dbfile.get_int,
            "I": self.dbfile.get_uint,
            "q": self.dbfile.get_long,
        }[kind]
