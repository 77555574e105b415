"""Xapian with its Python binding: headline and body, English stems, positions, text stored."""

import json
import resource
import sys
import time

import xapian


def index(table, folder):
    database = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    generator.set_stemmer(xapian.Stem("en"))
    with open(table, encoding="utf-8", newline="\n") as rows:
        for row in rows:
            identity, date, headline, body = row.rstrip("\n").split("\t")
            document = xapian.Document()
            document.set_data(json.dumps([identity, headline, body]))
            document.add_value(0, date)
            generator.set_document(document)
            generator.index_text(headline)
            generator.increase_termpos(1 << 16)
            generator.index_text(body)
            database.add_document(document)
    database.commit()
    database.close()
    # Kilobytes on Linux.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"peak_memory_bytes": peak}))


def ask(folder, queries, repeats):
    database = xapian.Database(folder)
    parser = xapian.QueryParser()
    parser.set_stemmer(xapian.Stem("en"))
    parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
    parser.set_default_op(xapian.Query.OP_AND)
    enquire = xapian.Enquire(database)
    medians = []
    with open(queries, encoding="utf-8") as lines:
        for line in lines:
            taken = []
            for _ in range(repeats):
                start = time.perf_counter()
                enquire.set_query(parser.parse_query(line.strip()))
                enquire.get_mset(0, 10)
                taken.append((time.perf_counter() - start) * 1e6)
            medians.append(sorted(taken)[repeats // 2])
    print(json.dumps({"microseconds": medians}))


if sys.argv[1] == "index":
    index(sys.argv[2], sys.argv[3])
else:
    ask(sys.argv[2], sys.argv[3], int(sys.argv[4]))
