//! Words of affiliations that need to be known: fillers, spellings of one word, words that every institution uses.

/// Words that only join others and are passed over when names are compared.
pub fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "of" | "the"
            | "at"
            | "in"
            | "for"
            | "and"
            | "de"
            | "du"
            | "des"
            | "di"
            | "do"
            | "da"
            | "dos"
            | "del"
            | "della"
            | "degli"
            | "dei"
            | "fur"
            | "fuer"
            | "et"
            | "und"
            | "y"
            | "e"
            | "on"
            | "der"
            | "zu"
            | "van"
            | "voor"
            | "och"
            | "i"
            | "an"
    )
}

/// One spelling for words that are written in several ways.
pub fn canonical(word: &str) -> &str {
    match word {
        "univ" => "university",
        "universites" | "universitaire" => "universite",
        "universitaet" => "universitat",
        "inst" | "institutes" => "institute",
        "lab" | "labs" | "laboratories" | "labor" | "laboratorio" => "laboratory",
        "centre" | "ctr" | "centers" | "centres" => "center",
        "dept" | "departments" | "dep" => "department",
        "tech" | "technol" | "technologies" => "technology",
        "sci" | "sciences" => "science",
        "eng" | "engg" => "engineering",
        "natl" | "nat" => "national",
        "acad" => "academy",
        "colleges" => "college",
        "schools" => "school",
        "hosp" => "hospital",
        "systems" => "system",
        "studies" => "study",
        "networks" => "network",
        "comp" => "computer",
        "saint" => "st",
        "mount" => "mt",
        "fort" => "ft",
        "intl" => "international",
        "telecommunications" => "telecommunication",
        "communications" => "communication",
        "posts" => "post",
        other => other,
    }
}

/// Words that name a kind of organisation, a field of study or a form of company: they tell no institution from another.
/// Canonical and folded.
pub const GENERIC: &str = "university universite universitat universidad universidade universita universitas universiteit \
    institute institut instituto istituto college school faculty facultad faculte department departement departamento division laboratory laboratoire \
    center centro zentrum research recherche forschung science technology technological technical technische technique engineering national nationale nacional \
    international academy academic key state joint group team project unit program programme office section chair campus graduate undergraduate \
    computer computing computational computers informatics informatique informatik information intelligence intelligent artificial ai \
    machine learning vision image language speech natural processing data big mining knowledge software hardware system network \
    electrical electronic electronics electronical communication telecommunication mathematics mathematical math maths statistics statistical physics applied \
    theoretical robotics robot automation control automatic cognitive brain mind neuroscience neural psychology biology biological biomedical \
    medical medicine health hospital clinic mechanical industrial management business economics law social arts humanities education \
    advanced innovation digital media multimedia interactive internet security cyberspace cyber mobile cloud \
    operations studies study design art general basic fundamental new open public private federal royal \
    inc ltd limited llc co corp corporation company gmbh ag sa sas spa bv plc pte pty oy ab as kk srl kg lp holding holdings \
    development rd r d services service solutions solution products global worldwide north south east west northern southern eastern western central \
    electric power energy environment environmental material chemistry chemical civil aerospace aeronautics astronautics space transportation \
    visual graphics perception pattern recognition analysis analytics modeling simulation optimization decision discovery human interaction \
    cs ee ece eecs cse csee ict it stat dl ml nlp cv hci collaborative laboratory university young province provincial municipal city ministry \
    linguistics philosophy bioinformatics genomics genetics user experience signal theory foundation foundations discrete algorithms complexity \
    and automotive autonomous driving future interdisciplinary interdepartmental multidisciplinary fellow student author independent researcher \
    studio studios hub headquarters main hq dr prof service chair universities dipartimento ingegneria informatica \
    scuola ecole faculdade escuela fakultat lehrstuhl abteilung fachbereich";

/// Forms of companies, and words by which companies name their parts: left out of a key that is made from a name.
pub const LEGAL: &str = "inc ltd limited llc co corp corporation company gmbh ag sa sas spa bv plc pte pty oy ab kk srl kg lp holding holdings group";

/// Words by which an institution is known among parts of an address, canonical and folded.
pub const INSTITUTIONAL: &str = "university universite universitat universidad universidade universita universitas universiteit institute institut \
    instituto istituto college academy hospital inc ltd llc corp corporation company gmbh ag plc polytechnic polytechnique politecnico ecole \
    hochschule fachhochschule foundation council agency observatory school laboratory center research technology ministry clinic bank group \
    大 学 院 所 公 司";

/// Words by which a part of an institution is known when they stand first, canonical and folded.
pub const SUBUNIT: &str = "department departement departamento dipartimento school faculty facultad faculte fakultat division section unit chair group team key \
    laboratory laboratoire lehrstuhl fachbereich abteilung program programme graduate state center joint";
