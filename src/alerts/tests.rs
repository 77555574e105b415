//! The state against a model that remembers everything.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Runs alerts over articles as a program would: those that match are told, and all is noted.
fn run(
    alerts: &mut Alerts,
    articles: &[(u64, u64)],
    alert: &str,
    matches: impl Fn(u64) -> bool,
) -> Vec<u64> {
    alerts.notice(articles);
    let newer = alerts.newer(articles, alerts.up_to(alert));
    let mut told: Vec<u64> = newer.into_iter().filter(|id| matches(*id)).collect();
    told.retain(|id| alerts.is_new(alert, *id));
    alerts.finish(alert);
    told.sort_unstable();
    told
}

#[test]
fn an_article_is_new_to_each_alert_once() {
    let mut alerts = Alerts::default();
    let all = |_| true;
    assert_eq!(run(&mut alerts, &[(1, 10), (2, 20)], "a", all), [1, 2]);
    assert_eq!(run(&mut alerts, &[(1, 10), (2, 20)], "a", all), [0; 0]);
    assert_eq!(run(&mut alerts, &[(1, 10), (3, 30)], "a", all), [3]);
    assert_eq!(run(&mut alerts, &[(1, 10), (3, 30)], "b", all), [1, 3]);
    // One that was gone and is there again was told.
    assert_eq!(run(&mut alerts, &[(1, 10), (2, 20)], "a", all), [0; 0]);
}

#[test]
fn an_article_that_changed_is_told_if_it_did_not_match_before() {
    let mut alerts = Alerts::default();
    assert_eq!(
        run(&mut alerts, &[(1, 10), (2, 20)], "a", |id| id == 1),
        [1]
    );
    assert_eq!(run(&mut alerts, &[(1, 11), (2, 21)], "a", |_| true), [2]);
}

#[test]
fn an_article_that_moved_is_not_new() {
    let mut alerts = Alerts::default();
    assert_eq!(run(&mut alerts, &[(1, 10)], "a", |_| true), [1]);
    assert_eq!(run(&mut alerts, &[(5, 10)], "a", |_| true), [0; 0]);
    // A copy beside it is.
    assert_eq!(run(&mut alerts, &[(5, 10), (6, 10)], "a", |_| true), [6]);
    // Without a hash nothing tells that it moved.
    assert_eq!(run(&mut alerts, &[(7, 0)], "a", |_| true), [7]);
    assert_eq!(run(&mut alerts, &[(8, 0)], "a", |_| true), [8]);
}

#[test]
fn an_alert_that_is_forgotten_begins_anew() {
    let mut alerts = Alerts::default();
    assert_eq!(run(&mut alerts, &[(1, 10)], "a", |_| true), [1]);
    alerts.forget("a");
    assert_eq!(run(&mut alerts, &[(1, 10)], "a", |_| true), [1]);
}

#[test]
fn bytes_that_are_no_state_are_refused() {
    let mut alerts = Alerts::default();
    run(&mut alerts, &[(1, 10)], "a", |_| true);
    alerts.post(vec!["line".to_owned()]);
    let bytes = alerts.to_bytes();
    assert_eq!(Alerts::from_bytes(&bytes).unwrap(), alerts);
    assert_eq!(Alerts::from_bytes(b""), Err(Damaged::Other));
    for cut in 16..bytes.len() {
        assert_eq!(Alerts::from_bytes(&bytes[..cut]), Err(Damaged::Changed));
    }
    for at in 16..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert_eq!(Alerts::from_bytes(&changed), Err(Damaged::Changed));
    }
}

proptest! {
    /// Articles come, change and go, alerts run in any order, the state is written and read each time.
    #[test]
    fn every_match_is_told_once(
        steps in prop::collection::vec((0u64..12, 0u64..3, any::<bool>(), 0usize..3), 1..60),
    ) {
        let names = ["a", "b", "c"];
        let matches = |name: usize, id: u64, content: u64| (id + content) % 3 != name as u64;
        let mut alerts = Alerts::default();
        let mut articles: BTreeMap<u64, u64> = BTreeMap::new();
        let mut told: BTreeSet<(usize, u64)> = BTreeSet::new();
        for (id, state, is_gone, name) in steps {
            // Each id has contents of its own: none can be taken for another that moved.
            let content = id * 10 + state + 1;
            if is_gone { articles.remove(&id); } else { articles.insert(id, content); }
            let there: Vec<(u64, u64)> = articles.iter().map(|(id, content)| (*id, *content)).collect();
            let now = run(&mut alerts, &there, names[name], |id| matches(name, id, articles[&id]));
            let expected: Vec<u64> = there
                .iter()
                .filter(|(id, content)| matches(name, *id, *content) && !told.contains(&(name, *id)))
                .map(|(id, _)| *id)
                .collect();
            prop_assert_eq!(&now, &expected);
            told.extend(now.into_iter().map(|id| (name, id)));
            alerts = Alerts::from_bytes(&alerts.to_bytes()).unwrap();
        }
    }
}
