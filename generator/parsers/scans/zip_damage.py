"""What zipfile raises for a damaged archive; NotImplementedError for a compression it does not know, struct.error for a cut
header, LZMAError and OSError for damaged data of the rarer compressions."""

import lzma
import struct
import zipfile
import zlib

ZIP_DAMAGE: tuple[type[Exception], ...] = (
    KeyError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)
