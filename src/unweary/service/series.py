"""Samples of recordings as Parquet: a row a sample, a column a quantity, so that any program reads them.

Parquet's own library is 50 MB; it is loaded only here, and only when an export is written or read.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from unweary.vocab.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The column that says which recording a row belongs to; the rest of a row are its samples at one moment.
ID = "recording"


def write_series(sink: BinaryIO, names: Sequence[str], recordings: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Write recordings one after the other, each as a row group of its own.

    ``names`` are all columns that one of them has; a recording without a column has nulls there. NaN stays NaN.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(ID, pa.string()), *((name, pa.float64()) for name in names)])
    # A dictionary would fold the different kinds of NaN into one; splitting the bytes packs better anyway.
    how: Any = {"compression": "zstd", "use_dictionary": [ID], "write_statistics": [ID]}
    how["column_encoding"] = dict.fromkeys(names, "BYTE_STREAM_SPLIT")
    with pq.ParquetWriter(sink, schema, **how) as writer:
        for recording_id, columns in recordings:
            rows = max(map(len, columns.values()), default=0)
            filled = [_column(columns.get(name), rows) for name in names]
            writer.write_table(pa.table([pa.array([recording_id] * rows, pa.string()), *filled], schema=schema))


def _column(samples: Any, rows: int) -> Any:
    import numpy as np
    import pyarrow as pa

    if samples is None:
        return pa.nulls(rows, pa.float64())
    found = pa.array(np.frombuffer(samples, dtype="f8"))
    return found if len(found) == rows else pa.concat_arrays([found, pa.nulls(rows - len(found), pa.float64())])


def read_series(
    stream: BinaryIO, told: Mapping[str, Mapping[str, int]]
) -> Iterator[tuple[str, dict[str, array[float]]]]:  # fmt: skip
    """Each recording with its samples; ``told`` says which columns each has, and how long each is.

    Raises
    ------
    UserError
        ``own_export`` where a recording is in the file that is not in ``told``, or the file is no Parquet.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(stream)
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            if not table.num_rows:
                continue
            recording_id = table.column(ID)[0].as_py()
            if recording_id not in told:
                raise UserError("own_export", "its samples are of a recording that it does not list", "as it was")
            yield recording_id, {name: _samples(table.column(name), rows) for name, rows in told[recording_id].items()}
    except (pa.ArrowException, KeyError) as error:
        raise UserError("own_export", f"its samples cannot be read ({error})", "an export as it was written") from error


def _samples(column: Any, rows: int) -> array[float]:
    samples = array("d")
    samples.frombytes(column.slice(0, rows).to_numpy().tobytes())
    return samples
