"""Fair counting on the real corpus, computed a second time from its CSV tables by DuckDB.

    check_fair.py AICITY WORK

Every measure of `rank --add`, full and fractional, of all metros and countries; the table of countries and the tops; the
specialisation of countries and large metros. Nothing here knows the code that it checks, only docs/METHOD.md. Counts are equal,
quotients agree to 1e-12. Skipped where the corpus is not beside the project.
"""

import json
import math
import sys
from pathlib import Path

import duckdb

from corpus import DATA, Program, fail

TOPS = [1, 5, 10, 50]
LARGE_METROS = 80

values = 0


def near(what, ours, theirs):
    """Ours is theirs: whole numbers equal, others but for rounding; nothing is nothing."""
    global values
    values += 1
    ours = None if ours in ("", None) else float(ours)
    theirs = None if theirs is None else float(theirs)
    if ours is None or theirs is None or float(theirs).is_integer():
        same = ours == theirs or (ours is not None and theirs is not None and math.isclose(ours, theirs, rel_tol=1e-12))
    else:
        same = math.isclose(ours, theirs, rel_tol=1e-12)
    if not same:
        fail(f"{what}: {ours!r} is not {theirs!r}")


class Tables:
    """The four tables, and measures by joins. Papers of years 2013-2022, as the default profile has it."""

    def __init__(self, most_authors=10**9):
        self.db = duckdb.connect(config={"threads": 2})
        for name in ["papers", "authorships", "institutions", "cities"]:
            path = DATA / "corpus" / f"{name}.csv.gz"
            self.db.execute(
                f"""CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', all_varchar = true, header = true,
                delim = ',', quote = '"', escape = '"')"""
            )
        self.db.execute(
            f"""CREATE TABLE paper AS SELECT paper_id AS paper, field, year::INT AS year, citations::BIGINT AS cited,
                count(DISTINCT position) AS authors
            FROM papers JOIN authorships USING (paper_id) WHERE papers.year::INT BETWEEN 2013 AND 2022
            GROUP BY ALL HAVING count(DISTINCT position) <= {most_authors}"""
        )
        # One row for each affiliation, with what it is credited with by fractional counting.
        self.db.execute(
            """CREATE TABLE affiliation AS
            SELECT paper, scholar_id AS scholar, institution_id AS institution, type = 'company' AS company,
                coalesce(nullif(metro_id, ''), city_id) AS metro, report_country AS country,
                1.0::DOUBLE / (authors * count(*) OVER (PARTITION BY paper, position)) AS weight
            FROM authorships JOIN paper ON paper = paper_id LEFT JOIN institutions USING (institution_id)
                LEFT JOIN cities USING (city_id)"""
        )
        # Every paper of known citations beside its field: how many have more, how many as many.
        self.db.execute(
            """CREATE TABLE normalised AS
            SELECT paper, CASE WHEN mean = 0 THEN 1 ELSE cited / mean END AS ncs, """
            + ", ".join(f"greatest(0, least(1, (all_of * {p}::DOUBLE / 100 - more) / tied)) AS top{p}" for p in TOPS)
            + """ FROM (SELECT *, avg(cited) OVER (PARTITION BY field, year) AS mean,
                count(*) OVER (PARTITION BY field, year) AS all_of,
                count(*) OVER (PARTITION BY field, year, cited) AS tied,
                rank() OVER (PARTITION BY field, year ORDER BY cited DESC) - 1 AS more
            FROM paper WHERE cited IS NOT NULL AND field <> '')"""
        )
        for p in TOPS:
            rows = self.rows(
                f"""SELECT count(*) * {p} / 100, fsum(top{p}) FROM normalised JOIN paper USING (paper) GROUP BY field, year"""
            )
            for share, total in rows:
                near(f"top {p} % of a field", total, share)

    def rows(self, query):
        return self.db.execute(query).fetchall()

    def records(self, query):
        found = self.db.execute(query)
        names = [column[0] for column in found.description]
        return {row[0]: dict(zip(names, row)) for row in found.fetchall()}

    def measures(self, level, counting):
        """Every measure of every unit."""
        credit = "1.0::DOUBLE" if counting == "full" else "sum(weight)"
        tops = ", ".join(
            f"fsum(credit * top{p}) AS p_top{p}, fsum(credit * top{p}) / nullif(fsum(credit) FILTER (ncs IS NOT NULL), 0) "
            f"AS pp_top{p}"
            for p in TOPS
        )
        scholars = (
            "SELECT unit, count(DISTINCT scholar)::DOUBLE AS scholars FROM signed WHERE unit IS NOT NULL GROUP BY unit"
            if counting == "full"
            else """SELECT unit, fsum(own / all_of) AS scholars FROM (SELECT unit, scholar, count(*)::DOUBLE AS own,
                    sum(count(*)) OVER (PARTITION BY scholar) AS all_of FROM signed GROUP BY unit, scholar)
                    WHERE unit IS NOT NULL GROUP BY unit"""
        )
        return self.records(
            f"""WITH signed AS (SELECT {level} AS unit, * FROM affiliation),
            credited AS (SELECT unit, paper, {credit} AS credit, sum(weight) AS part, any_value(country) AS own
                FROM signed WHERE unit IS NOT NULL GROUP BY unit, paper),
            whole AS (SELECT paper, count(DISTINCT institution) > 1 AS joint, coalesce(bool_or(company), false) AS company,
                count(DISTINCT country) AS countries FROM affiliation GROUP BY paper),
            seen AS (SELECT * FROM credited JOIN paper USING (paper) JOIN whole USING (paper)
                LEFT JOIN normalised USING (paper)),
            placed AS (SELECT unit, cited, row_number() OVER (PARTITION BY unit ORDER BY cited DESC NULLS LAST) AS place
                FROM seen),
            h AS (SELECT unit, count(*) FILTER (coalesce(cited, 0) >= place) AS h_index FROM placed GROUP BY unit),
            people AS ({scholars})
            SELECT unit, count(*) AS papers_full, fsum(part) AS papers_fractional, sum(coalesce(cited, 0)) AS citations_full,
                fsum(part * coalesce(cited, 0)) AS citations_fractional, fsum(part) / count(*) AS mean_share_of_paper,
                coalesce(fsum(credit) FILTER (ncs IS NOT NULL), 0) AS papers_normalised,
                coalesce(fsum(credit * ncs), 0) AS tncs,
                fsum(credit * ncs) / nullif(fsum(credit) FILTER (ncs IS NOT NULL), 0) AS mncs, {tops},
                any_value(h_index) AS h_index,
                coalesce(fsum(credit) FILTER (cited = 0), 0)
                    / nullif(fsum(credit) FILTER (cited IS NOT NULL), 0) AS uncited_share,
                coalesce(fsum(credit) FILTER (cited IS NULL), 0) / fsum(credit) AS unknown_citations_share,
                coalesce(fsum(credit) FILTER (joint), 0) AS collaborative_papers,
                coalesce(fsum(credit) FILTER (joint), 0) / fsum(credit) AS collaborative_share,
                coalesce(fsum(credit) FILTER (countries > 1), 0) AS international_papers,
                coalesce(fsum(credit) FILTER (countries > 1), 0) / fsum(credit) AS international_share,
                coalesce(fsum(credit) FILTER (company), 0) AS industry_papers,
                coalesce(fsum(credit) FILTER (company), 0) / fsum(credit) AS industry_share,
                fsum(credit * authors) / fsum(credit) AS authors_per_paper,
                coalesce(fsum(credit) FILTER (authors > 100), 0) / fsum(credit) AS mega_author_share,
                fsum(credit) / any_value(scholars) AS papers_per_scholar
            FROM seen JOIN h USING (unit) JOIN people USING (unit) GROUP BY unit"""
        )


def check_measures(program, tables, level, counting, *switches):
    rows = program.rows("rank", "--unit", level, "--counting", counting, "--add", "all", *switches)
    expected = tables.measures(level, counting)
    if {row["key"] for row in rows} != set(expected):
        fail(f"{level} {counting}: other units")
    names = list(rows[0])[17:]
    if len(names) < 28 or set(names) != set(next(iter(expected.values()))) - {"unit"}:
        fail(f"measures {names}")
    for row in rows:
        for name in names:
            theirs = expected[row["key"]][name]
            near(f"{level} {counting} {switches} {row['key']} {name}", row[name], 0 if theirs is None and "p_top" in name and "pp" not in name else theirs)
    weights = sum(float(row["papers_fractional"]) for row in rows)
    unresolved, papers = tables.rows(
        f"SELECT (SELECT coalesce(fsum(weight), 0) FROM affiliation WHERE {level} IS NULL), (SELECT count(*) FROM paper)"
    )[0]
    if not math.isclose(weights + unresolved, papers, rel_tol=1e-12):
        fail(f"{level}: {weights} and {unresolved} unresolved are not {papers} papers")
    return rows


def check_countries(program, tables, ranking, top):
    countries = {row["key"]: row for row in program.rows("countries", "--top", str(top))}
    papers = tables.rows("SELECT count(*) FROM paper")[0][0]
    expected = tables.records(
        """SELECT country, count(DISTINCT paper) AS papers, count(DISTINCT scholar) AS scholars,
            count(DISTINCT institution) AS institutions, fsum(weight) AS papers_fractional
        FROM affiliation WHERE country IS NOT NULL GROUP BY country"""
    )
    cited = tables.records(
        """SELECT country, sum(coalesce(cited, 0)) AS citations FROM (SELECT DISTINCT country, paper FROM affiliation)
        JOIN paper USING (paper) WHERE country IS NOT NULL GROUP BY country"""
    )
    if set(countries) != set(expected):
        fail(f"countries {set(countries) ^ set(expected)}")
    all_summed = sum(int(row["papers"]) for row in ranking)
    n = min(top, len(ranking))
    for key, row in countries.items():
        own = [(place, other) for place, other in enumerate(ranking) if other["country"] == key]
        in_top = sum(place < top for place, _ in own)
        summed = sum(int(other["papers"]) for _, other in own)
        figures = {
            "units_in_top": in_top,
            "share_of_top": in_top / n,
            "best_rank": own[0][1]["rank"],
            "units": len(own),
            "papers": expected[key]["papers"],
            "share_of_papers": expected[key]["papers"] / papers,
            "papers_summed": summed,
            "share_of_papers_summed": summed / papers,
            "share_of_summed": summed / all_summed,
            "papers_fractional": expected[key]["papers_fractional"],
            "share_of_papers_fractional": expected[key]["papers_fractional"] / papers,
            "citations": cited[key]["citations"],
            "scholars": expected[key]["scholars"],
            "institutions": expected[key]["institutions"],
            "rank": 1 + sum(int(other["units_in_top"]) > in_top for other in countries.values()),
        }
        for name, value in figures.items():
            near(f"countries {key} {name}", row[name], value)
    if sum(int(row["units_in_top"]) for row in countries.values()) != n:
        fail("units in the top do not add up")


def check_tops(program, tables, ranking):
    tops = program.rows("countries", "--part", "tops")
    papers = tables.rows("SELECT count(*) FROM paper")[0][0]
    scholars = tables.rows("SELECT count(DISTINCT scholar) FROM affiliation")[0][0]
    if int(tops[-1]["top"]) != len(ranking) or len(tops) < 6:
        fail(f"tops {[row['top'] for row in tops]}")
    for row in tops:
        first = ranking[: int(row["top"])]
        tables.db.execute("CREATE OR REPLACE TEMP TABLE first (unit VARCHAR)")
        tables.db.executemany("INSERT INTO first VALUES (?)", [[one["key"]] for one in first])
        distinct = tables.rows(
            """SELECT count(DISTINCT paper), count(DISTINCT scholar), count(DISTINCT institution), fsum(weight)
            FROM affiliation WHERE metro IN (SELECT unit FROM first)"""
        )[0]
        figures = {
            "papers": distinct[0],
            "share_of_papers": distinct[0] / papers,
            "papers_summed": sum(int(one["papers"]) for one in first),
            "share_of_papers_summed": sum(int(one["papers"]) for one in first) / papers,
            "papers_fractional": distinct[3],
            "share_of_papers_fractional": distinct[3] / papers,
            "scholars": distinct[1],
            "share_of_scholars": distinct[1] / scholars,
            "scholars_summed": sum(int(one["scholars"]) for one in first),
            "share_of_scholars_summed": sum(int(one["scholars"]) for one in first) / scholars,
            "institutions": distinct[2],
            "countries": len({one["country"] for one in first}),
        }
        for name, value in figures.items():
            near(f"top {row['top']} {name}", row[name], value)


def check_specialisation(program, tables, level, counting, keys):
    text = program.run(
        "compare", *keys, "--store", program.store, "--unit", level, "--counting", counting, "--format", "json"
    )
    comparison = json.loads(text)
    credit = "1.0::DOUBLE" if counting == "full" else "sum(weight)"
    own = tables.rows(
        f"""SELECT unit, field, fsum(credit) FROM (SELECT {level} AS unit, paper, {credit} AS credit FROM affiliation
        WHERE {level} IS NOT NULL GROUP BY unit, paper) JOIN paper USING (paper) GROUP BY unit, field"""
    )
    own = {(unit, field): number for unit, field, number in own}
    world = dict(tables.rows("SELECT field, count(*) FROM paper GROUP BY field"))
    for subfield in comparison["subfields"]:
        field = subfield["name_zh"]
        near(f"{field} papers", subfield["papers"], world[field])
        near(f"{field} share", subfield["share"], world[field] / sum(world.values()))
        for key, cell in zip(keys, subfield["units"]):
            total = math.fsum(own.get((key, other), 0) for other in world)
            rca = (own.get((key, field), 0) / total) / (world[field] / sum(world.values()))
            near(f"{level} {counting} {key} {field} rca", cell["rca"], rca)
            if not math.isclose(cell["symmetric_rca"], (rca - 1) / (rca + 1), rel_tol=1e-12, abs_tol=1e-12):
                fail(f"{level} {counting} {key} {field} symmetric_rca {cell['symmetric_rca']}")
    for pair in comparison["shared"][:200]:
        both = tables.rows(
            f"""SELECT count(*) FROM (SELECT paper FROM affiliation WHERE {level} = '{pair["a"]}'
            INTERSECT SELECT paper FROM affiliation WHERE {level} = '{pair["b"]}')"""
        )[0][0]
        near(f"shared {pair}", pair["papers"], both)


def main():
    aicity, work = sys.argv[1], Path(sys.argv[2])
    if not (DATA / "corpus" / "papers.csv.gz").exists():
        print("SKIPPED: no ../shared/data/corpus beside the project")
        return
    work.mkdir(parents=True, exist_ok=True)
    program, tables = Program(aicity, work, "fair-store"), Tables()
    rankings = {}
    for level in ["metro", "country"]:
        for counting in ["full", "fractional"]:
            rankings[level, counting] = check_measures(program, tables, level, counting)
    check_measures(program, Tables(most_authors=5), "metro", "full", "--max-authors", "5")
    for top in [20, 500]:
        check_countries(program, tables, rankings["metro", "full"], top)
    check_tops(program, tables, rankings["metro", "full"])
    for counting in ["full", "fractional"]:
        check_specialisation(program, tables, "country", counting, [row["key"] for row in rankings["country", "full"]])
    large = [row["key"] for row in rankings["metro", "full"][:LARGE_METROS]]
    check_specialisation(program, tables, "metro", "full", large)
    print(f"fair counting: {values} values agree with DuckDB")


main()
