//! Tells articles from pages that are none: indexes, errors, logins, walls.
//!
//! An article must never be lost, so each verdict needs two signs that do not depend on each
//! other, such as an address that is a section's and text that headings with links cut to pieces.

use super::headline::pieces;
use super::listing::Address;
use super::signs::{Declared, Signs};
use super::wall::{self, Walls};
use crate::article::{Article, Evidence};

/// A body of so many bytes outweighs a title that is that of an error or of a login.
const SURE_BYTES: usize = 600;

/// A body shorter than this is not the reason why a page that asks for a password was made.
const FEW_BYTES: usize = 200;

/// A page of at least so many teasers may be an index.
const MIN_TEASERS: usize = 4;

/// As many teasers make an index of a page that nothing else is known of.
const MANY_TEASERS: usize = 10;

/// Teasers are no longer than so many letters; an article's text is.
const TEASER_LETTERS: usize = 250;

/// On the front of a site or of a section a notice or an introduction may be so long.
const NOTICE_LETTERS: usize = 1000;

/// A heading of so many words is a headline.
const MIN_HEADLINE_WORDS: usize = 4;

/// As many links, and hardly any text, make an index.
const MANY_LINKS: usize = 30;

/// The longest text that does nothing but ask for consent.
const MAX_REQUEST_LETTERS: usize = 5000;

/// The longest name that says what a page is.
const MAX_NAME_CHARS: usize = 60;

/// What the titles of pages begin with that were not found or not given out, lower case.
const ERRORS: &[&str] = &[
    "page not found",
    "page cannot be found",
    "page can't be found",
    "not found",
    "nothing found",
    "object not found",
    "access denied",
    "access to this page has been denied",
    "forbidden",
    "bad gateway",
    "bad request",
    "gateway timeout",
    "gateway time out",
    "internal server error",
    "service unavailable",
    "service temporarily unavailable",
    "too many requests",
    "seite nicht gefunden",
    "die seite wurde nicht gefunden",
    "diese seite existiert nicht",
    "zugriff verweigert",
    "page introuvable",
    "page non trouvée",
    "accès refusé",
    "página no encontrada",
    "acceso denegado",
    "pagina non trovata",
    "accesso negato",
    "página não encontrada",
    "acesso negado",
    "pagina niet gevonden",
    "toegang geweigerd",
    "sidan hittades inte",
    "sidan kunde inte hittas",
    "sidan finns inte",
    "siden findes ikke",
    "siden blev ikke fundet",
    "siden finnes ikke",
    "siden ble ikke funnet",
    "sivua ei löyt",
    "nie znaleziono strony",
    "strona nie istnieje",
    "strona nie została znaleziona",
    "stránka nenalezena",
    "stránka nebyla nalezena",
    "stránka sa nenašla",
    "az oldal nem található",
    "pagina nu a fost găsită",
    "sayfa bulunamadı",
    "halaman tidak ditemukan",
    "không tìm thấy trang",
    "η σελίδα δεν βρέθηκε",
    "страница не найдена",
    "доступ запрещен",
    "сторінку не знайдено",
    "страницата не е намерена",
    "页面不存在",
    "页面未找到",
    "找不到页面",
    "頁面不存在",
    "找不到網頁",
    "ページが見つかりません",
    "페이지를 찾을 수 없습니다",
    "الصفحة غير موجودة",
    "صفحه یافت نشد",
    "just a moment",
    "attention required!",
    "are you a robot",
    "verify you are human",
    "verifying you are human",
    "human verification",
    "checking your browser",
    "pardon our interruption",
];

/// Words that stand beside the number of an error in a title, lower case.
const ERROR_WORDS: &[&str] = &[
    "error",
    "http",
    "status",
    "code",
    "fehler",
    "erreur",
    "errore",
    "erro",
    "fout",
    "fel",
    "feil",
    "fejl",
    "błąd",
    "chyba",
    "hiba",
    "hata",
    "virhe",
    "ошибка",
    "помилка",
    "oops",
    "page",
    "not",
    "found",
    "forbidden",
    "gone",
];

/// What the titles of login pages begin with, lower case.
const LOGINS: &[&str] = &[
    "log in",
    "login",
    "log on",
    "sign in",
    "sign up",
    "register",
    "anmelden",
    "anmeldung",
    "einloggen",
    "registrieren",
    "connexion",
    "se connecter",
    "identifiez-vous",
    "iniciar sesión",
    "inicia sesión",
    "identifícate",
    "accedi",
    "effettua il login",
    "entrar",
    "iniciar sessão",
    "inloggen",
    "aanmelden",
    "logga in",
    "log ind",
    "logg inn",
    "kirjaudu",
    "zaloguj",
    "logowanie",
    "přihlášení",
    "bejelentkezés",
    "giriş yap",
    "masuk",
    "вход",
    "войти",
    "увійти",
    "登录",
    "登入",
    "ログイン",
    "로그인",
    "تسجيل الدخول",
];

/// Returns what a page is instead of an article, and what says so; `None` if it is one.
pub(super) fn found_instead(article: &Article, signs: &Signs, walls: &Walls) -> Option<String> {
    let is_empty = article.body.is_empty() && signs.declared != Declared::Article;
    error_page(article, signs)
        .or_else(|| login_page(article, signs))
        .or_else(|| wall_page(article, signs, walls))
        .or_else(|| index_page(article, signs))
        .or_else(|| is_empty.then(|| "no text".to_owned()))
}

fn error_page(article: &Article, signs: &Signs) -> Option<String> {
    let is_long = signs.declared == Declared::Article || signs.longest_run >= NOTICE_LETTERS;
    let is_outweighed = article.body.len() >= SURE_BYTES && is_long;
    // A headline may begin as an error does, `Not found guilty`; it has a text below it.
    let has_text = signs.longest_run >= TEASER_LETTERS;
    let named = names(signs).find(|name| is_error(name) && !(has_text && goes_on(name)))?;
    (!is_outweighed).then(|| format!("an error page: `{named}`"))
}

fn login_page(article: &Article, signs: &Signs) -> Option<String> {
    if !signs.has_password {
        return None;
    }
    let length = article.body.len();
    let named = names(signs).find(|name| is_phrase(name, LOGINS));
    if let Some(named) = named.filter(|_| length < SURE_BYTES) {
        return Some(format!("a login page: `{named}`"));
    }
    let has_text = length >= FEW_BYTES || signs.longest_run >= FEW_BYTES;
    let is_article = signs.declared == Declared::Article && length > 0;
    (!has_text && !is_article).then(|| "a login page: it asks for a password".to_owned())
}

fn wall_page(article: &Article, signs: &Signs, walls: &Walls) -> Option<String> {
    if article.body.is_empty() && walls.has_offer {
        return Some("a subscription page: no text but an offer to read on".to_owned());
    }
    let is_named = names(signs).any(wall::is_consent_title);
    let is_short = walls.letters <= MAX_REQUEST_LETTERS;
    let tenths = if is_named { 4 } else { 8 };
    let is_request =
        walls.consent_letters > 0 && walls.consent_letters * 10 >= walls.letters * tenths;
    let is_other = is_named || signs.declared != Declared::Article;
    (is_short && is_request && is_other)
        .then(|| "a consent page: no text but a request for consent".to_owned())
}

fn index_page(article: &Article, signs: &Signs) -> Option<String> {
    let teasers = signs.num_teasers;
    let is_short = signs.longest_run <= NOTICE_LETTERS;
    let is_cut = teasers >= MANY_TEASERS && signs.longest_run <= TEASER_LETTERS;
    match (&signs.declared, signs.address) {
        (Declared::Article, _) => None,
        (Declared::Listing(kind), _)
            if teasers >= MANY_TEASERS || teasers >= MIN_TEASERS && is_short =>
        {
            Some(format!("an index page: it calls itself a `{kind}`"))
        }
        (_, Address::Front | Address::Listing) if teasers >= MIN_TEASERS && is_short => Some(
            format!("an index page: {teasers} teasers, at an address of lists"),
        ),
        _ if is_cut && !has_headline(signs) && !is_dated(article) => Some(format!(
            "an index page: {teasers} teasers, and no longer text"
        )),
        _ if is_links(article, signs) => Some(format!(
            "an index page: {} links, and hardly any text",
            signs.num_links
        )),
        _ => None,
    }
}

/// Tells whether the main heading is a headline rather than the name of a section: it has some
/// words.
fn has_headline(signs: &Signs) -> bool {
    let num_letters = signs
        .heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .count();
    let has_spaces = signs.heading.split_whitespace().count() >= MIN_HEADLINE_WORDS;
    has_spaces || !signs.heading.is_ascii() && num_letters >= 4 * MIN_HEADLINE_WORDS
}

/// Tells whether the address holds a day, as those of articles do.
fn is_dated(article: &Article) -> bool {
    article
        .date_candidates
        .iter()
        .any(|candidate| candidate.evidence == Evidence::Url)
}

/// Tells whether a page is links alone.
fn is_links(article: &Article, signs: &Signs) -> bool {
    let has_text = article.body.len() >= FEW_BYTES || signs.longest_run * 2 >= FEW_BYTES;
    let is_filled = signs.num_links >= MANY_LINKS || article.body.is_empty() && signs.num_links > 3;
    !has_text && is_filled && signs.link_letters >= 5 * signs.prose_letters
}

/// What a page calls itself: its heading and the parts of its title.
fn names(signs: &Signs) -> impl Iterator<Item = &str> {
    std::iter::once(signs.heading.as_str())
        .chain(pieces(&signs.title))
        .filter(|name| !name.is_empty() && name.chars().count() <= MAX_NAME_CHARS)
}

/// Tells whether a name is one of these phrases, or such a phrase and a few words more.
fn is_phrase(name: &str, phrases: &[&str]) -> bool {
    let name = name.to_lowercase();
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    phrases.iter().any(|phrase| {
        let is_telling = phrase.contains(' ') || !phrase.is_ascii();
        name == *phrase || is_telling && name.starts_with(phrase)
    })
}

/// Tells whether a name has more words than that of an error.
fn goes_on(name: &str) -> bool {
    let lower = name.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let mut errors = ERRORS.iter().map(|error| error.trim_end_matches('!'));
    !errors.any(|error| error == bare) && !bare.contains(|c: char| c.is_ascii_digit())
}

/// Tells whether a name is that of an error: `Page not found`, `404`, `Fehler 404`.
fn is_error(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = || {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
    };
    let is_status = |word: &str| {
        word.len() == 3 && word.starts_with(['4', '5']) && word.bytes().all(|b| b.is_ascii_digit())
    };
    let has_status = words().any(is_status);
    let is_plain = words().all(|word| is_status(word) || ERROR_WORDS.contains(&word));
    let ends_so = || {
        ERRORS
            .iter()
            .any(|error| lower.trim_end_matches(['.', '!', '…']).ends_with(error))
    };
    has_status && (is_plain || ends_so()) || is_phrase(name, ERRORS)
}
