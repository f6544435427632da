//! Every IRI this program writes. `ontology/aicity.ttl` declares the same terms; a test holds the two together.

/// Namespace of our classes and properties.
pub const ONTOLOGY: &str = "https://aicity.example/ontology#";
/// Base of the IRIs of papers, scholars, institutions and places. `.example` is reserved: we claim no domain.
pub const BASE: &str = "https://aicity.example/";
/// Namespace of the functions that queries may call beside those of SPARQL (`sparql::functions`).
pub const FUNCTION: &str = "https://aicity.example/function#";
/// Named graph of what follows from the facts: the unit of each institution at each level, the cities and metros of each
/// paper, the country each unit is ranked under, and the collaboration edges.
pub const DERIVED: &str = "https://aicity.example/graph/derived";
/// Named graph of where the facts come from.
pub const PROVENANCE: &str = "https://aicity.example/graph/provenance";

/// Prefixes of the formats that have them.
pub const PREFIXES: &[(&str, &str)] = &[
    ("aicity", ONTOLOGY),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("sd", "http://www.w3.org/ns/sparql-service-description#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident = $iri:expr;)*) => {
        $($(#[$doc])* pub const $name: &str = $iri;)*
        /// Every term above with its constant's name, for the test against the ontology.
        pub const TERMS: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

macro_rules! own {
    ($local:literal) => {
        concat!("https://aicity.example/ontology#", $local)
    };
}

terms! {
    /// `rdf:type`.
    TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    /// Name of a scholar or institution, as its source writes it.
    LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
    /// Name of a place, venue or subfield, or the Chinese name of an institution, with its language.
    PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel";
    /// The same thing in GeoNames or ROR.
    SAME_AS = "http://www.w3.org/2002/07/owl#sameAs";
    /// Title of a paper.
    TITLE = "http://purl.org/dc/terms/title";
    /// Latitude in degrees, WGS 84.
    LAT = "http://www.w3.org/2003/01/geo/wgs84_pos#lat";
    /// Longitude in degrees, WGS 84.
    LONG = "http://www.w3.org/2003/01/geo/wgs84_pos#long";
    /// Class of subfields.
    CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept";
    /// What a measure says.
    DEFINITION = "http://www.w3.org/2004/02/skos/core#definition";
    /// A thing that others were made from.
    PROV_ENTITY = "http://www.w3.org/ns/prov#Entity";

    /// A publication in a venue.
    PAPER = own!("Paper");
    /// One scholar on one paper at one position.
    AUTHORSHIP = own!("Authorship");
    /// A disambiguated author.
    SCHOLAR = own!("Scholar");
    /// An organisation at one place.
    INSTITUTION = own!("Institution");
    /// A populated place.
    CITY = own!("City");
    /// A declared group of cities ranked as one.
    METRO = own!("Metro");
    /// A country or territory with an ISO 3166-1 code.
    COUNTRY = own!("Country");
    /// A journal or conference series.
    VENUE = own!("Venue");
    /// Two units that share papers.
    COLLABORATION = own!("Collaboration");
    /// An affiliation as stated on papers, and what was concluded from it.
    AFFILIATION = own!("Affiliation");
    /// A collaboration network as it was derived: who counts, how, and from which papers.
    NETWORK = own!("Network");
    /// A unit in a network.
    NETWORK_NODE = own!("NetworkNode");
    /// Two units that share papers, as one network counts them.
    NETWORK_EDGE = own!("NetworkEdge");
    /// One thing to know about how a network was derived.
    NETWORK_FACT = own!("NetworkFact");
    /// A property that holds what was measured of nodes or edges of networks.
    NETWORK_MEASURE = own!("NetworkMeasure");

    /// Paper → publication year, `xsd:integer`.
    YEAR = own!("year");
    /// Paper → times cited, `xsd:integer`; absent when unknown.
    CITATIONS = own!("citations");
    /// Paper → citations by the year they were received in, as text: `2019:3 2020:5`; absent when the source does not say.
    CITATIONS_BY_YEAR = own!("citationsByYear");
    /// Paper → who counted the citations.
    CITATION_SOURCE = own!("citationSource");
    /// Paper → the data set its record is from.
    DATA_SOURCE = own!("dataSource");
    /// Paper → venue.
    IN_VENUE = own!("venue");
    /// Paper → subfield.
    IN_SUBFIELD = own!("subfield");
    /// Paper → DOI as text.
    DOI = own!("doi");
    /// Authorship → paper.
    OF_PAPER = own!("paper");
    /// Authorship → scholar.
    BY_SCHOLAR = own!("scholar");
    /// Authorship → rank among the authors, from 1.
    POSITION = own!("position");
    /// Authorship → institution that the scholar signed with on this paper.
    AT_INSTITUTION = own!("institution");
    /// Authorship → affiliations of this authorship whose institution is not known, `xsd:integer`; absent when 0.
    UNRESOLVED_AFFILIATIONS = own!("unresolvedAffiliations");
    /// Authorship → affiliation as stated on the paper.
    STATED = own!("statedAffiliation");
    /// Affiliation → its text on the paper.
    AFFILIATION_TEXT = own!("affiliationText");
    /// Affiliation → key of the institution in its source.
    SOURCE_INSTITUTION = own!("sourceInstitution");
    /// Affiliation → ROR id that its source gives.
    SOURCE_ROR = own!("sourceRor");
    /// Affiliation → name of the institution that its source gives beside the text.
    SOURCE_NAME = own!("sourceName");
    /// Affiliation → city that its source gives beside the text.
    SOURCE_CITY = own!("sourceCity");
    /// Affiliation → country that its source gives beside the text.
    SOURCE_COUNTRY = own!("sourceCountry");
    /// Affiliation → institution that it was resolved to.
    RESOLVED_INSTITUTION = own!("resolvedInstitution");
    /// Affiliation → country that it was resolved to, ISO 3166-1 alpha-2.
    RESOLVED_COUNTRY = own!("resolvedCountry");
    /// Affiliation → how the institution was found.
    INSTITUTION_METHOD = own!("institutionMethod");
    /// Affiliation → share of such answers that are right, from 0 to 1, `xsd:decimal`.
    INSTITUTION_CONFIDENCE = own!("institutionConfidence");
    /// Affiliation → how the city was found.
    CITY_METHOD = own!("cityMethod");
    /// Affiliation → share of such answers that are right, from 0 to 1, `xsd:decimal`.
    CITY_CONFIDENCE = own!("cityConfidence");
    /// Institution → city.
    AT_CITY = own!("city");
    /// Institution → sort of organisation, as ROR names them.
    INSTITUTION_TYPE = own!("institutionType");
    /// Institution or city → country.
    IN_COUNTRY = own!("country");
    /// City → the metro it is ranked as; a city in no metro points to itself.
    RANKED_AS_METRO = own!("metro");
    /// Country → the country it is ranked as under the corpus's scheme.
    RANKED_AS_COUNTRY = own!("rankedAs");
    /// City → first-level administrative division, GeoNames code.
    ADMIN1 = own!("admin1");
    /// City → inhabitants, `xsd:integer`.
    POPULATION = own!("population");

    /// Derived: institution → itself, the unit it is at level "institution".
    IN_INSTITUTION = own!("inInstitution");
    /// Derived: institution → its city; paper → city of an affiliation on it.
    IN_CITY = own!("inCity");
    /// Derived: institution → its metro (or city in no metro); paper → metro of an affiliation on it.
    IN_METRO = own!("inMetro");
    /// Derived: institution → the country it is ranked under, by its city.
    IN_RANKED_COUNTRY = own!("inCountry");
    /// Derived: unit (institution, city, metro, country) → the country it is ranked under.
    RANKED_COUNTRY = own!("rankedCountry");
    /// Derived: collaboration → one of its two units.
    UNIT = own!("unit");
    /// Derived: collaboration → papers the two units share, `xsd:integer`.
    SHARED_PAPERS = own!("sharedPapers");
    /// Derived: collaboration → whether the ranked countries differ, `xsd:boolean`.
    INTERNATIONAL = own!("international");

    /// Node or edge → network.
    IN_NETWORK = own!("inNetwork");
    /// Network → something to know about it.
    FACT = own!("fact");
    /// Fact → its name.
    FACT_NAME = own!("factName");
    /// Fact → what holds.
    FACT_VALUE = own!("factValue");
    /// Node of a network → the unit that it stands for.
    OF_UNIT = own!("ofUnit");
    /// Node of a network → code of the country that it is ranked under.
    COUNTRY_CODE = own!("countryCode");
    /// Edge of a network → one of its two units.
    JOINS = own!("joins");
    /// Node or edge of a network → selected papers that the unit is, or both units are, on, `xsd:integer`.
    PAPERS = own!("papers");
    /// Edge of a network → weight as the network counts and normalises, `xsd:double`.
    WEIGHT = own!("weight");
    /// Edge of a network → weight before normalisation, `xsd:double`.
    RAW_WEIGHT = own!("rawWeight");
    /// Edge of a network → whether the ranked countries are known and differ, `xsd:boolean`.
    CROSSES_BORDER = own!("crossesBorder");
    /// Edge of a network → great-circle distance of its units, `xsd:double`.
    KILOMETRES = own!("kilometres");

    /// Source file → SHA-256 of its bytes as read.
    SHA256 = own!("sha256");
    /// Source file → bytes as read.
    BYTES = own!("bytes");
    /// Source file → name of the input format.
    FORMAT = own!("inputFormat");
}
