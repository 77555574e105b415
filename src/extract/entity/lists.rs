//! The words that recognition knows: all lower case, separated by commas.
//!
//! A class is a set of words or of names of up to [`MAX_TOKENS`] tokens. A name may be of several
//! classes ("Jordan" is a country and a given name); what it is in a text, the context decides.

use std::collections::HashMap;
use std::ops::BitOr;
use std::sync::LazyLock;

use super::hashed::Hashed;
use super::names;

/// The most tokens that a name of the lists has; hyphens and `'s` count.
pub(super) const MAX_TOKENS: usize = 6;

/// The classes that a word or name belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u32);

impl Classes {
    /// A country, region, city, sea, by its full name.
    pub(super) const PLACE: Classes = Classes(1);
    /// A nationality, language, religion, ethnicity or creed.
    pub(super) const NATIONALITY: Classes = Classes(1 << 1);
    /// A given name.
    pub(super) const GIVEN: Classes = Classes(1 << 2);
    /// A title that a mention of a person leaves out.
    pub(super) const TITLE: Classes = Classes(1 << 3);
    /// A word before a title that belongs to it: "prime", "foreign".
    pub(super) const TITLE_PREFIX: Classes = Classes(1 << 4);
    /// A title that stays in the name when one name follows: "King Abdullah".
    pub(super) const ROYAL: Classes = Classes(1 << 5);
    /// An organisation by its full name.
    pub(super) const ORGANIZATION: Classes = Classes(1 << 6);
    /// A word that makes the name an organisation's, at its end or before "of".
    pub(super) const ORG_HEAD: Classes = Classes(1 << 7);
    /// The legal form of a company.
    pub(super) const ORG_SUFFIX: Classes = Classes(1 << 8);
    /// A word that makes the name a place's, at its end or before "of".
    pub(super) const PLACE_HEAD: Classes = Classes(1 << 9);
    /// A word that makes the name a place's, at its beginning: "Lake", "San".
    pub(super) const PLACE_PREFIX: Classes = Classes(1 << 10);
    /// A word that makes the name an event's, law's or prize's.
    pub(super) const OTHER_HEAD: Classes = Classes(1 << 11);
    /// An event, work or product by its full name.
    pub(super) const OTHER: Classes = Classes(1 << 12);
    /// A month or weekday.
    pub(super) const DATE: Classes = Classes(1 << 13);
    /// A word that is no name although it may begin with a capital.
    pub(super) const COMMON: Classes = Classes(1 << 14);
    /// An office below a ministry: the nationality before it is a mention of its own.
    pub(super) const STATE_ORG: Classes = Classes(1 << 15);
    /// Lower-case: what a person is called before the name ("spokesman", "striker").
    pub(super) const PERSON_CUE: Classes = Classes(1 << 16);
    /// Lower-case: what an organisation is called before or after the name ("shares").
    pub(super) const ORG_CUE: Classes = Classes(1 << 17);
    /// Lower-case: what a place is called before or after the name ("town").
    pub(super) const PLACE_CUE: Classes = Classes(1 << 18);
    /// Lower-case: verbs of what people say and do.
    pub(super) const SAYING: Classes = Classes(1 << 19);
    /// Lower-case particles between the parts of a person's name.
    pub(super) const PARTICLE: Classes = Classes(1 << 20);
    /// Lower-case words of English that tell it from its neighbours.
    pub(super) const ENGLISH: Classes = Classes(1 << 21);
    /// First words of organisations joined with "and": "Trade and Industry".
    pub(super) const TOPIC: Classes = Classes(1 << 22);
    /// Words whose possessive is part of a name: "People's Bank".
    pub(super) const POSSESSOR: Classes = Classes(1 << 23);
    /// A family name that is common enough to tell a person.
    pub(super) const FAMILY: Classes = Classes(1 << 24);
    /// A news agency, as datelines name it.
    pub(super) const AGENCY: Classes = Classes(1 << 25);
    /// A country: its name is no team's of its own.
    pub(super) const COUNTRY: Classes = Classes(1 << 27);
    /// A name's own beginning when the table has longer names: saves their look-up.
    pub(super) const FIRST_OF_MORE: Classes = Classes(1 << 26);

    /// The classes of full names.
    pub(super) const LISTED: Classes = Classes(
        Classes::PLACE.0
            | Classes::NATIONALITY.0
            | Classes::ORGANIZATION.0
            | Classes::AGENCY.0
            | Classes::OTHER.0,
    );
    /// The words that tell the kind of the name they end.
    pub(super) const HEADS: Classes =
        Classes(Classes::ORG_HEAD.0 | Classes::PLACE_HEAD.0 | Classes::OTHER_HEAD.0);
    /// Plain words that names of organisations and places begin with.
    pub(super) const OPENERS: Classes = Classes(
        Classes::TITLE_PREFIX.0 | Classes::PLACE_PREFIX.0 | Classes::TOPIC.0 | Classes::ORG_HEAD.0,
    );
    /// Words that are parts of names but none by themselves.
    pub(super) const NO_NAME_ALONE: Classes = Classes(
        Classes::HEADS.0
            | Classes::TOPIC.0
            | Classes::ORG_SUFFIX.0
            | Classes::PLACE_PREFIX.0
            | Classes::ROYAL.0
            | Classes::PARTICLE.0,
    );

    /// Returns the classes as bits.
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    /// Tells whether the name is of any of the given classes.
    pub(super) fn is(self, any: Classes) -> bool {
        self.0 & any.0 != 0
    }
}

impl BitOr for Classes {
    type Output = Classes;

    fn bitor(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// Returns the classes of a lower-case word or name; none when the lists do not know it.
pub(super) fn classes(name: &str) -> Classes {
    LEXICON.get(name).copied().unwrap_or_default()
}

/// Returns the full name of something that is known by several, lower-case: `u.s.`, `britain`.
pub(super) fn alias(name: &str) -> Option<&'static str> {
    ALIASES_BY_NAME.get(name).copied()
}

static LEXICON: LazyLock<HashMap<&'static str, Classes, Hashed>> = LazyLock::new(|| {
    let mut lexicon: HashMap<&'static str, Classes, Hashed> = HashMap::default();
    for (class, list) in LISTS {
        for name in list.split(',').map(str::trim).filter(|n| !n.is_empty()) {
            let entry = lexicon.entry(name).or_default();
            *entry = *entry | *class;
            if let Some((first, _)) = name.split_once([' ', '-', '\'']) {
                let entry = lexicon.entry(first).or_default();
                *entry = *entry | Classes::FIRST_OF_MORE;
            }
        }
    }
    lexicon
});

static ALIASES_BY_NAME: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| ALIASES.iter().copied().collect());

const LISTS: &[(Classes, &str)] = &[
    (Classes::PLACE, names::COUNTRIES),
    (Classes::COUNTRY, names::COUNTRIES),
    (Classes::PLACE, names::REGIONS),
    (Classes::PLACE, names::CITIES),
    (Classes::NATIONALITY, names::NATIONALITIES),
    (Classes::GIVEN, names::GIVEN_NAMES),
    (Classes::FAMILY, names::FAMILY_NAMES),
    (Classes::ORGANIZATION, names::ORGANIZATIONS),
    (Classes::ORGANIZATION, names::TEAMS),
    (Classes::AGENCY, names::AGENCIES),
    (Classes::OTHER, names::OTHERS),
    (Classes::TITLE, TITLES),
    (Classes::TITLE_PREFIX, TITLE_PREFIXES),
    (Classes::ROYAL, ROYALS),
    (Classes::ORG_HEAD, ORG_HEADS),
    (Classes::ORG_SUFFIX, ORG_SUFFIXES),
    (Classes::STATE_ORG, STATE_ORGS),
    (Classes::PLACE_HEAD, PLACE_HEADS),
    (Classes::PLACE_PREFIX, PLACE_PREFIXES),
    (Classes::OTHER_HEAD, OTHER_HEADS),
    (Classes::DATE, DATES),
    (Classes::COMMON, COMMON),
    (Classes::PERSON_CUE, PERSON_CUES),
    (Classes::ORG_CUE, ORG_CUES),
    (Classes::PLACE_CUE, PLACE_CUES),
    (Classes::SAYING, SAYINGS),
    (Classes::PARTICLE, PARTICLES),
    (Classes::ENGLISH, ENGLISH),
    (Classes::TOPIC, TOPICS),
    (Classes::POSSESSOR, POSSESSORS),
];

/// Names of one thing: what a text may call it, and the name that it is filed under.
const ALIASES: &[(&str, &str)] = &[
    ("us", "United States"),
    ("u.s.", "United States"),
    ("u.s", "United States"),
    ("usa", "United States"),
    ("u.s.a.", "United States"),
    ("united states", "United States"),
    ("united states of america", "United States"),
    ("america", "United States"),
    ("uk", "United Kingdom"),
    ("u.k.", "United Kingdom"),
    ("u.k", "United Kingdom"),
    ("britain", "United Kingdom"),
    ("great britain", "United Kingdom"),
    ("united kingdom", "United Kingdom"),
    ("uae", "United Arab Emirates"),
    ("u.a.e.", "United Arab Emirates"),
    ("emirates", "United Arab Emirates"),
    ("drc", "Democratic Republic of Congo"),
    ("dr congo", "Democratic Republic of Congo"),
    (
        "democratic republic of the congo",
        "Democratic Republic of Congo",
    ),
    ("prc", "China"),
    ("people's republic of china", "China"),
    ("russian federation", "Russia"),
    ("holland", "Netherlands"),
    ("the netherlands", "Netherlands"),
    ("burma", "Myanmar"),
    ("czechia", "Czech Republic"),
    ("turkiye", "Turkey"),
    ("un", "United Nations"),
    ("u.n.", "United Nations"),
    ("u.n", "United Nations"),
    ("eu", "European Union"),
    ("e.u.", "European Union"),
    ("nato", "Nato"),
    ("north atlantic treaty organisation", "Nato"),
    ("north atlantic treaty organization", "Nato"),
    ("isis", "Islamic State"),
    ("isil", "Islamic State"),
    ("daesh", "Islamic State"),
    ("imf", "International Monetary Fund"),
    ("ecb", "European Central Bank"),
    ("fbi", "Federal Bureau of Investigation"),
    ("cia", "Central Intelligence Agency"),
    ("unga", "United Nations General Assembly"),
    ("un general assembly", "United Nations General Assembly"),
    ("u.n. general assembly", "United Nations General Assembly"),
    ("un security council", "United Nations Security Council"),
    ("u.n. security council", "United Nations Security Council"),
    ("l.a.", "Los Angeles"),
    ("d.c.", "Washington"),
    ("washington d.c.", "Washington"),
];

const DATES: &str = "january, february, march, april, may, june, july, august, september, october,
november, december, jan, feb, mar, apr, jun, jul, aug, sep, sept, oct, nov, dec, jan., feb., mar.,
apr., jun., jul., aug., sep., sept., oct., nov., dec., monday, tuesday, wednesday, thursday, friday,
saturday, sunday, mon, tue, tues, wed, thu, thur, thurs, fri, sat, sun, mondays, tuesdays,
wednesdays, thursdays, fridays, saturdays, sundays, gmt, est, edt, utc, bst, cet, pst, a.m., p.m.,
am, pm, easter, christmas, ramadan";

const TITLES: &str = "mr, mr., mrs, mrs., ms, ms., miss, dr, dr., prof, prof., professor, president,
minister, chancellor, premier, governor, gov, gov., senator, sen, sen., sens., representative, rep,
rep., reps., congressman, congresswoman, mp, mep, mayor, judge, justice, general, gen, gen., colonel,
col, col., major, maj, maj., captain, capt, capt., lieutenant, lt, lt., lt.-gen., sergeant, sgt,
sgt., corporal, cpl, cpl., private, pvt., admiral, adm., marshal, commander, cmdr., commodore,
brigadier, brig., brig, inspector, superintendent, detective, officer, constable, sheriff, secretary,
chairman, chairwoman, chairperson, chair, director, manager, ceo, cfo, coo, cto, spokesman,
spokeswoman, spokesperson, ambassador, envoy, commissioner, speaker, leader, chief, head, attorney,
prosecutor, lawyer, reverend, rev, rev., father, fr., bishop, archbishop, cardinal, rabbi, imam,
ayatollah, mullah, maulana, sheriff, analyst, economist, coach, trainer, sir, dame, lord, lady,
baron, baroness, countess, duke, duchess, earl, hon., herr, frau, monsieur, madame, mme, mme., mlle,
senor, senora, signor, don, shri, smt, sri, editor, correspondent, councillor, councilman,
councilwoman, comrade, deputy, vice-president, vice-premier, vice-chairman, co-founder, founder,
owner, author, actor, actress, singer, director-general, secretary-general, undersecretary,
comptroller, treasurer, counsel, ombudsman, principal, dean, provost, rector, taoiseach, caliph,
crown prince, warlord, strongman, mps, sens, reps, presidents, ministers, messrs, messrs.,
assemblyman, assemblywoman, senators, representatives, governors, justices, judges, generals, professors,
lawmaker, goalkeeper, striker, midfielder, defender, winger, captain, skipper, forward, wicketkeeper,
quarterback, pitcher, shortstop, first lady";

const TITLE_PREFIXES: &str = "prime, foreign, finance, defence, defense, interior, justice, home,
vice, deputy, assistant, associate, chief, executive, operating, financial, managing, senior, junior,
acting, former, then, ex, lieutenant, major, brigadier, field, attorney, first, second, general,
national, health, education, trade, transport, energy, environment, agriculture, industry, economy,
economic, culture, labour, labor, information, communications, development, planning, security,
state, press, party, house, majority, minority, opposition, group, world, grand, supreme, high,
rear, air, wing, staff, special, super, non-executive, regional, district, county, city, police,
late, research, market, veteran, star, crown, co, oil, mines, tourism, sports, external, internal,
affairs, parliamentary, treasury, permanent, under, sub, technical, head, chairman, president,
commander-in-chief, commander, presidential, exchequer, team, top, company";

const ROYALS: &str = "king, queen, prince, princess, pope, emperor, empress, sheikh, sheik, shaikh,
emir, sultan, tsar, czar, saint, st, st., mother, sister, brother, crown prince, shah, grand duke";

const ORG_SUFFIXES: &str = "inc, inc., corp, corp., corporation, ltd, ltd., limited, co, co., plc,
ag, gmbh, sa, s.a., nv, n.v., bv, b.v., spa, s.p.a., ab, asa, oyj, kk, llc, llp, lp, l.p., pty, bhd,
berhad, tbk, holdings, holding, group, industries, enterprises, cos, cos., incorporated, company,
companies, kgaa, se, l.l.c., pte, pvt";

const ORG_HEADS: &str = "ministry, department, dept, dept., university, college, school, institute,
institution, academy, party, court, tribunal, committee, commission, bank, police, council, agency,
union, fc, f.c., afc, sc, cf, united, association, federation, confederation, league, congress,
parliament, senate, assembly, government, administration, authority, bureau, office, board, service,
services, force, forces, army, navy, guard, guards, corps, brigade, brigades, battalion, regiment,
front, movement, alliance, coalition, organisation, organization, society, foundation, trust, fund,
centre, center, club, association, airlines, airways, airline, air lines, motors, motor, bancorp,
bancshares, financial, securities, insurance, capital, partners, investments, investment, media,
news, times, post, journal, herald, tribune, gazette, telegraph, guardian, chronicle, observer,
broadcasting, television, tv, radio, press, network, networks, communications, telecom,
telecommunications, telekom, technologies, technology, systems, software, electronics, electric,
energy, petroleum, oil, gas, power, steel, chemical, chemicals, pharmaceuticals, pharmaceutical,
pharma, laboratories, labs, foods, stores, hotels, resorts, entertainment, pictures, studios, records,
hospital, clinic, church, orchestra, philharmonic, ballet, opera, museum, gallery, library,
intelligence, treasury, exchange, chamber, chambers, cabinet, secretariat, mission, command, city fc,
rangers, rovers, wanderers, athletic, albion, hotspur, town fc, county fc, dynamo, lokomotiv, real,
sporting, inter, atletico, deportivo, racing, cp, rc, as, team, squad, cartel, mafia, gang, lobby,
initiative, campaign, consortium, syndicate, fraternity, order, faction, wing, militia, inquiry,
directorate, inspectorate, registry, constabulary, prosecutor's, watch, rights watch, international,
associates, bros, bros., brothers, worldwide, global, sons, & co, works, mills, mines, mining, foundry,
shipping, lines, railways, railway, railroad, express, cricket club, football club, gmbh, stock
exchange, mint, reserve, legion, lodge, synod, diocese, archdiocese, seminary, kindergarten, network,
house, homes, realty, properties, brewery, breweries, publishing, publishers, books, magazine, review,
weekly, group, cooperative, co-operative, society, auxiliaries, caucus, politburo, duma, knesset,
bundestag, bundesbank, bundesrat, bundeswehr, taskforce, task force";

const STATE_ORGS: &str = "ministry, police, army, navy, government, parliament, cabinet, embassy,
consulate, senate, congress, treasury, airforce, department, foreign ministry, interior ministry,
supreme court, central bank, football association, football federation, coastguard, mission";

const PLACE_HEADS: &str = "river, lake, sea, ocean, gulf, bay, strait, straits, channel, canal,
island, islands, isle, isles, peninsula, cape, mountain, mountains, hills, hill, valley, desert,
forest, province, county, state, district, region, territory, territories, republic, kingdom,
emirate, prefecture, oblast, krai, canton, city, town, village, township, heights, beach, coast,
park, gardens, garden, square, street, avenue, road, boulevard, lane, drive, highway, bridge, airport,
stadium, arena, station, harbour, harbor, port, pass, falls, springs, creek, point, rock, rocks,
ridge, plateau, basin, delta, glacier, reef, atoll, archipelago, palace, castle, tower, towers,
cathedral, abbey, mosque, temple, base, prison, jail, camp, crossing, strip, zone, plaza, mall,
dam, reservoir, volcano, ford, fort, barracks, cemetery, zoo, sound, woods, grove, plains, steppe,
border, shipyard, refinery, field, fields, course, lagoon, marsh, swamp, grounds, east coast, st.,
ave., rd., terrace, bank";

const PLACE_PREFIXES: &str = "lake, mount, mt, mt., fort, port, san, santa, sao, cape, gulf, isle,
new, rio, el, los, las, la, saint, st, st., ciudad, puerto, villa, monte, bay, strait, north, south,
east, west, northern, southern, eastern, western, central, upper, lower, greater, inner, outer, camp,
river, point, costa, tel, bad, ain, wadi, jebel, nizhny, ust, kuala, nova, novo, old, downtown, mid,
republic, sea, islands, isles, bani, deir, khan, beit, kafr";

const OTHER_HEADS: &str = "cup, open, prix, war, wars, championship, championships, games, olympics,
olympiad, marathon, tour, trophy, series, bowl, derby, stakes, classic, masters, invitational, treaty,
pact, accord, accords, agreement, protocol, convention, declaration, charter, constitution, act, bill,
law, code, amendment, resolution, award, awards, prize, medal, oscar, festival, fair, expo, summit,
conference, day, week, revolution, uprising, intifada, spring, crisis, massacre, holocaust, genocide,
crusade, battle, operation, project, programme, program, plan, theory, syndrome, disease, virus,
system, index, average, standard, style, scandal, affair, age, era, dynasty, empire, ii, iii, iv,
bible, koran, quran, testament, gospel, symphony, concerto, sonata, rocket, missile, jet, fighter,
airbus, boeing, submarine, rifle, laden, depression, renaissance, enlightenment, race, round,
division, premiership, playoffs, playoff, super bowl, grand prix, world cup, euro, regatta, gala,
carnival, parade, jubilee, century, ordinance, decree, directive, doctrine, process, quartet, trial";

const PERSON_CUES: &str = "leader, president, chief, chairman, chairwoman, minister, premier,
chancellor, spokesman, spokeswoman, spokesperson, striker, midfielder, defender, goalkeeper, winger,
forward, captain, skipper, coach, manager, trainer, driver, rider, player, champion, batsman, bowler,
all-rounder, opener, singer, actor, actress, author, writer, poet, novelist, painter, artist, director,
producer, composer, conductor, guitarist, drummer, rapper, comedian, model, designer, architect,
lawyer, attorney, judge, prosecutor, analyst, economist, strategist, trader, dealer, broker, engineer,
scientist, researcher, professor, doctor, physician, surgeon, nurse, teacher, student, historian,
philosopher, psychologist, journalist, reporter, correspondent, editor, columnist, photographer,
activist, dissident, candidate, senator, governor, mayor, ambassador, envoy, negotiator, mediator,
commander, general, colonel, officer, detective, sheriff, soldier, secretary, deputy, counterpart,
predecessor, successor, rival, colleague, wife, husband, son, daughter, brother, sister, father,
mother, uncle, aunt, cousin, nephew, niece, grandson, boyfriend, girlfriend, widow, fiance, friend,
businessman, businesswoman, tycoon, billionaire, millionaire, entrepreneur, founder, owner, boss,
executive, head, official, suspect, killer, gunman, murderer, victim, hostage, warlord, dictator,
strongman, cleric, priest, bishop, archbishop, cardinal, rabbi, monk, king, queen, prince, princess,
star, legend, hero, veteran, rookie, pitcher, quarterback, shortstop, outfielder, guard, center, seed,
seeded, compatriot, teammate, partner, man, woman, boy, girl, teenager, mr, named, called, aged,
resident, member, prisoner, defendant, witness, expert, astronaut, pilot, sprinter, swimmer, jockey,
golfer, boxer, wrestler, cyclist, runner, skier, defector, presenter, host, magnate, financier, heir,
incumbent, nominee, laureate, whistleblower, dramatist, playwright, filmmaker, screenwriter, vocalist,
pianist, violinist, counsel, barrister, solicitor, psychiatrist, chef, explorer, inventor, pope";

const ORG_CUES: &str = "shares, stock, company, firm, group, carrier, airline, maker, manufacturer,
newspaper, daily, weekly, magazine, agency, party, bank, club, band, broadcaster, retailer, giant,
subsidiary, unit, lender, insurer, brewer, publisher, operator, rebels, guerrillas, fighters, militants,
militia, faction, officials, employees, workers, profits, profit, earnings, revenue, revenues, shareholders,
investors, spokesman, spokeswoman, executives, executive, board, chairman, chief, members, troops, fans,
coach, midfielder, striker, defender, goalkeeper, side, squad, team, league, union, website, lawmakers,
mps, headquarters, subsidiaries, customers, loans, bonds, management, conglomerate, chain, supplier,
developer, startup, network, channel, station, movement, organisation, organization, think-tank, charity,
ngo, watchdog, regulator, brokerage, television, radio, tv, correspondent, report, statement";

const PLACE_CUES: &str = "city, town, village, province, district, region, county, state, suburb,
neighbourhood, neighborhood, island, islands, peninsula, capital, port, resort, border, airport, area,
coast, river, valley, mountains, prison, camp, republic, enclave, territory, municipality, northern,
southern, eastern, western, central, northeastern, northwestern, southeastern, southwestern, northeast,
northwest, southeast, southwest, downtown, airspace, street, streets, harbour, harbor, hills, desert,
stronghold, base, frontier, north, south, east, west, near, outskirts, metropolitan, highway, bay, lake";

const SAYINGS: &str = "said, says, told, added, adds, asked, replied, argued, insisted, warned, denied,
admitted, claimed, explained, recalled, noted, announced, declared, wrote, writes, tweeted, testified,
thinks, thought, believes, believed, wants, wanted, hopes, hoped, felt, knew, died, married, resigned,
smiled, laughed, scored, fired, met, arrived, visited, vowed, urged, pledged, complained, suggested,
acknowledged, stressed, quipped, beat, won, lost, led, finished, took, made, went, came, got, joked";

const PARTICLES: &str =
    "van, von, de, der, den, del, della, di, da, dos, das, du, la, le, el, al, bin,
bint, ibn, ben, abu, ul, ur, ud, ter, ten, zu, zur, af, y, dal, degli, binti, ould";

const ENGLISH: &str = "the, of, and, to, that, with, for, was, by, from, said, his, are, has, it, is,
have, be, were, which, will, their, been, this, had, not, but, they, he, she, at, on, who, as, or, you, my";

const TOPICS: &str = "trade, foreign, food, securities, health, science, culture, justice, arts, defence,
defense, standard, oil, law, agriculture, education, research, housing, immigration, customs, labour,
labor, commerce, transport, transportation, energy, environment, finance, planning, work, peace,
security, industry, economic, youth, veterans, alcohol, fisheries, forestry, health, human, information,
marks, procter, johnson, ernst, dun, tate, art, music, school, television, radio, film, farm, church,
rock, football, cricket, track, family, children, mothers, women, truth, freedom, liberty, property,
marine, oceanic, aeronautics, politics, standards, ethics, water, power, light, gas, electricity, trinidad,
bosnia, antigua, sao, turks, serbia, saint, jammu, tyne, radio, wildlife, land, culture, internal, external";

const POSSESSORS: &str = "people, children, women, men, workers, farmers, teachers, students, writers,
veterans, nurses, lawyers, king, queen, lloyd, moody, christie, sotheby, mcdonald, macy, sainsbury,
kellogg, wendy, domino, levi, poor, harrod, barron, lowe, kohl, denny, st. john, john, new year, valentine,
mother, father, world, players, ladies, saint, st, bishop, merchant, burger, travellers, prime minister,
lord, reader, webster, ripley, sotheby, doctors, physicians";

const COMMON: &str = "a, an, the, this, that, these, those, he, she, it, we, they, you, i, me, him, her, us,
them, his, hers, its, our, their, your, my, mine, who, whom, whose, what, which, when, where, why, how, there, here,
and, or, but, nor, so, yet, for, if, because, although, though, while, whereas, unless, until, since, as,
than, then, thus, hence, therefore, however, moreover, furthermore, nevertheless, nonetheless, meanwhile,
otherwise, instead, besides, also, too, even, only, just, still, already, again, once, twice, ever, never,
always, often, sometimes, usually, perhaps, maybe, indeed, certainly, of, in, on, at, by, to, from, with,
without, within, into, onto, upon, about, above, across, after, against, along, among, amongst, amid, around,
before, behind, below, beneath, beside, between, beyond, despite, down, during, except, inside, like, near,
off, opposite, out, outside, over, past, per, regarding, through, throughout, toward, towards, under,
underneath, unlike, up, via, versus, whether, is, are, was, were, be, been, being, am, do, does, did, done,
doing, have, has, had, having, can, could, will, would, shall, should, may, might, must, ought, not, no, yes,
none, nothing, nobody, no-one, nowhere, neither, either, both, all, any, anyone, anybody, anything, each,
every, everyone, everybody, everything, everywhere, some, someone, somebody, something, somewhere, few,
fewer, many, more, most, much, less, least, several, such, same, other, others, another, one, two, three,
four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen,
eighteen, nineteen, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety, hundred, hundreds, thousand, thousands,
million, millions, billion, billions, dozens, dozen, half, first, second, third, fourth, fifth, sixth, seventh,
eighth, ninth, tenth, last, next, previous, former, latter, early, earlier, late, later, recent, recently, new,
newly, old, older, young, younger, big, bigger, large, larger, small, smaller, little, great, greater, good,
better, best, bad, worse, worst, high, higher, highest, low, lower, lowest, long, longer, short, shorter, far,
farther, further, close, closer, full, open, strong, weak, hard, soft, easy, difficult, simple, clear, sure, true,
false, real, right, wrong, left, main, major, minor, key, top, bottom, total, overall, general, special,
particular, certain, possible, likely, unlikely, available, final, finally, initial, initially, original,
originally, eventually, ultimately, suddenly, quickly, slowly, now, today, tonight, tomorrow, yesterday, soon,
ago, currently, presently, formerly, previously, then, back, forward, away, ahead, together, apart, alone, let,
lets, make, makes, made, making, take, takes, took, taken, taking, get, gets, got, getting, give, gives, gave,
given, giving, go, goes, went, gone, going, come, comes, came, coming, see, sees, saw, seen, seeing, say, says,
said, saying, tell, tells, told, ask, asks, asked, asking, think, thinks, thought, know, knows, knew, known,
want, wants, wanted, need, needs, needed, use, uses, used, using, find, finds, found, look, looks, looked,
looking, keep, keeps, kept, put, puts, set, sets, show, shows, showed, shown, try, tries, tried, trying, call,
calls, called, work, works, worked, working, play, plays, played, playing, run, runs, ran, running, move, moves,
moved, live, lives, lived, living, believe, hold, held, bring, brought, happen, write, wrote, written, provide,
sit, sat, stand, stood, lose, lost, pay, paid, meet, met, include, includes, included, including, continue,
learn, change, changes, lead, leads, led, understand, watch, follow, following, followed, stop, create, speak, speaking,
read, allow, add, adds, added, spend, grow, offer, offers, remember, love, consider, appear, buy, wait, serve, die, died,
send, sent, expect, expected, build, built, stay, fall, falls, fell, cut, reach, reached, kill, killed, kills, remain,
remains, suggest, raise, raised, pass, passed, sell, sold, require, report, reports, reported, decide, pull,
based, born, according, due, asked, given, thanks, thank, please, welcome, hello, hi, dear, ok, okay, oh, well,
man, men, woman, women, child, children, people, person, persons, family, families, friend, friends, boy,
girl, kids, parents, police, officials, authorities, government, governments, leaders, ministers, analysts,
experts, critics, supporters, opponents, protesters, demonstrators, rebels, militants, troops, soldiers,
forces, residents, citizens, voters, workers, employees, students, teachers, doctors, scientists, researchers,
investors, traders, dealers, brokers, economists, shareholders, companies, banks, markets, shares, stocks,
prices, sales, profits, revenue, earnings, results, exports, imports, oil, gold, gas, money, cash, interest,
rates, rate, inflation, growth, trade, business, economy, market, industry, company, firm, bank, stock, price,
cost, costs, tax, taxes, budget, debt, deficit, jobs, job, unemployment, time, times, year, years, month, months, week,
weeks, day, days, hour, hours, minute, minutes, morning, afternoon, evening, night, weekend, home, house, school,
world, country, countries, state, states, city, town, area, place, places, way, ways, part, parts, thing, things,
case, cases, point, points, fact, number, numbers, group, groups, team, teams, game, games, match, player,
players, coach, season, league, cup, round, score, scores, standings, result, goal, goals, win, wins, won, winner,
winners, loss, losses, defeat, victory, lead, record, race, final, finals, championship, attendance, scorers,
halftime, leading, tabulate, tabulated, women's, men's, singles, doubles, seed, seeds, news, newspaper, newspapers, media, press, radio,
television, story, stories, headline, headlines, page, photo, photos, image, images, video, videos, caption,
file, copyright, related, similar, subscribe, share, comment, comments, sign, login, log, click, email, advertisement,
editor, editors, editorial, opinion, sport, sports, politics, technology, health, science, entertainment, lifestyle,
travel, weather, music, film, movie, book, books, art, culture, food, life, death, deaths, war, peace,
law, court, judge, prosecutors, lawyers, trial, crime, security, army, military, attack, attacks, bomb, fire, accident,
crash, storm, flood, floods, heavy, rain, water, air, land, sea, north, south, east, west, northern, southern, eastern,
western, central, local, national, international, foreign, domestic, public, private, political, economic,
social, human, financial, federal, official, free, whatever, whoever, whenever, wherever, whichever, nearly, almost, about,
roughly, approximately, barely, hardly, quite, rather, very, really, actually, basically, clearly, obviously,
apparently, reportedly, allegedly, unfortunately, fortunately, hopefully, surprisingly, interestingly,
importantly, notably, especially, particularly, specifically, generally, typically, normally, mostly, mainly,
partly, largely, totally, completely, fully, exactly, simply, merely, separately, similarly, likewise,
conversely, additionally, accordingly, consequently, subsequently, afterwards, afterward, elsewhere, overnight,
nationwide, worldwide, moreover, regardless, lots, plenty, part-time, details, detail, update, updates, latest,
breaking, live, exclusive, analysis, feature, features, interview, review, preview, summary, note, notes, source,
sources, background, contact, contacts, question, questions, answer, answers, q, yes, volume, volumes, net,
gross, income, loss, quarter, annual, monthly, weekly, daily, quarterly, yields, yield, bonds, bond, futures,
spot, bid, asked, opening, closing, close, open, average, index, currency, dollar, pound, euro, yen, mark, franc, grade,
wheat, corn, sugar, coffee, cocoa, cotton, copper, crude, steel, rice, grain, soybeans, weather, maturity, coupon,
issuer, borrower, amount, maturity, payment, moody's, fees, underwriters, launched, listing, denoms, sale, restrictions,
born, aged, dead, alive, president's, minister's, prime, deputy, vice, chairman, chief, head, director, secretary,
spokesman, spokeswoman, leader, captain, manager, striker, goalkeeper, defender, midfielder, internet, web, website, online, phone, tel,
fax, bureau, newsroom, desk, diplomats, sources, witnesses, opposition, talks, elections, election, vote, voting,
negotiations, agreement, deal, plan, plans, project, policy, reform, reforms, strike, strikes, protest, protests, violence,
fighting, ceasefire, refugees, victims, survivors, suspects, suspect, gunmen, hostages, prisoners, passengers, drivers, pilots,
rescuers, firefighters, doctors, nurses, farmers, fishermen, miners, tourists, visitors, fans, spectators, thousands,
god, christ, lord, heaven, hell, bible, earth, sun, moon, mars, tv, cd, dvd, pc, id, ceo, mp, pm, phd, usd, gdp, dna, hiv, aids,
mum, mom, dad, mother, father, son, daughter, brother, sister, wife, husband, baby, ladies, gentlemen, sir, madam, everyone's,
bowling, batting, innings, extras, overs, fall, wickets, wicket, umpires, toss, substitutes, subs, halfback, points, goals,
lap, laps, stage, heat, heats, metres, meters, kilometres, km, mm, kg, lb, vs, v, bt, div, pts, gb, pct, rbi, era, ab, nil, no., nos, vol, etc,
basketball, baseball, soccer, football, tennis, golf, cricket, hockey, rugby, boxing, cycling, athletics, swimming,
skiing, motor, motorcycling, racing, badminton, volleyball, gymnastics, rowing, sailing, snooker, squash, judo, horse, grand, ice,
dog, cat, dogs, cats, car, cars, bus, train, plane, ship, boat, truck, road, street, door, room, table, eyes, hands, head, body, heart,
hand, face, word, words, language, voice, name, names, letter, letters, idea, ideas, problem, problems, solution, issue, issues,
reason, reasons, example, examples, evidence, effort, efforts, move, movement, step, steps, chance, choice, choices, hope, fear, fears, anger, pride, joy, rest,
inside, ask, keep, stop, help, start, begin, began, turn, visit, join, enjoy, choose, save, check, learn, discover, explore, follow,
credit, dollars, users, customers, clients, patients, members, candidates, democrats', activists, campaigners, historians, observers, commentators,
reporters, journalists, correspondents, detectives, investigators, inspectors, commanders, officers, guards, gangs, terrorists, jihadists, extremists, fighters,
insurgents, separatists, nationalists, monday's, tuesday's, wednesday's, thursday's, friday's, saturday's, sunday's, standing, ranked, rated,
fresh, dry, wet, hot, cold, warm, cool, dark, light, bright, black, white, red, blue, green, yellow, brown, grey, gray, orange, pink, purple, silver,
imagine, suppose, consider, forget, beware, behold, whilst, ours, theirs, yours, myself, himself, herself, itself, themselves, ourselves, yourself,
apart, aside, alongside, onwards, upwards, downwards, inevitably, traditionally, historically, politically, economically, officially, privately, publicly, personally, legally";
