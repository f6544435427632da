"""Writes the Parquet files of this folder from the JSON lines beside them, with pyarrow: a writer that is not ours.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install pyarrow && /tmp/venv/bin/python make.py

The records are invented. Small row groups, so that a file has several; a page size of a few bytes, so that columns have
several pages. `works.parquet` is compressed with snappy as OpenAlex does it, `works_zstd.parquet` with zstd and with the
names that older writers give to the elements of lists.
"""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

here = Path(__file__).parent
S = pa.string()
source = pa.struct([("id", S), ("display_name", S), ("issn_l", S), ("issn", pa.list_(S)), ("is_oa", pa.bool_()), ("type", S)])
location = pa.struct([("id", S), ("source", source), ("is_oa", pa.bool_()), ("landing_page_url", S), ("raw_source_name", S)])
named = pa.struct([("id", S), ("display_name", S)])
institution = pa.struct([("id", S), ("display_name", S), ("ror", S), ("country_code", S), ("type", S), ("lineage", pa.list_(S))])
affiliation = pa.struct([("raw_affiliation_string", S), ("institution_ids", pa.list_(S))])
authorship = pa.struct([
    ("author_position", S),
    ("author", pa.struct([("id", S), ("display_name", S), ("orcid", S)])),
    ("institutions", pa.list_(institution)),
    ("countries", pa.list_(S)),
    ("is_corresponding", pa.bool_()),
    ("raw_author_name", S),
    ("raw_affiliation_strings", pa.list_(S)),
    ("affiliations", pa.list_(affiliation)),
])
works = pa.schema([
    ("id", S), ("doi", S), ("title", S), ("display_name", S), ("publication_year", pa.int32()), ("publication_date", S),
    ("type", S), ("is_paratext", pa.bool_()), ("is_retracted", pa.bool_()), ("is_xpac", pa.bool_()),
    ("cited_by_count", pa.int64()),
    ("counts_by_year", pa.list_(pa.struct([("year", pa.int32()), ("cited_by_count", pa.int32()), ("oa_works_count", pa.int32())]))),
    ("primary_location", location), ("locations", pa.list_(location)),
    ("primary_topic", pa.struct([("id", S), ("display_name", S), ("score", pa.float64()), ("subfield", named), ("field", named)])),
    ("authorships", pa.list_(authorship)), ("abstract_inverted_index", S), ("updated_date", pa.timestamp("us")),
])
geo = pa.struct([
    ("city", S), ("geonames_city_id", S), ("region", S), ("country_code", S), ("country", S), ("latitude", pa.float64()),
    ("longitude", pa.float64()),
])
institutions = pa.schema([
    ("id", S), ("ror", S), ("display_name", S), ("country_code", S), ("type", S), ("geo", geo), ("works_count", pa.int64()),
])


def rows(name):
    for line in (here / name).read_text().splitlines():
        record = json.loads(line)
        if record.get("abstract_inverted_index") is not None:
            record["abstract_inverted_index"] = json.dumps(record["abstract_inverted_index"])
        yield record


def write(name, schema, into, **options):
    table = pa.Table.from_pylist(list(rows(name)), schema=schema)
    small = {"row_group_size": 4, "data_page_size": 64, "write_batch_size": 2}
    bare = {"write_statistics": False, "store_schema": False, "use_dictionary": ["type"]}
    pq.write_table(table, here / into, **small, **bare, **options)


write("works.jsonl", works, "works.parquet", compression="snappy")
write("works.jsonl", works, "works_zstd.parquet", compression="zstd", use_compliant_nested_type=False)
write("institutions.jsonl", institutions, "institutions.parquet", compression="snappy")
