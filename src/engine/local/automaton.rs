//! Patterns as automata over the bytes of terms, so that a dictionary is searched without
//! looking at every term.

use levenshtein_automata::{
    DFA as LevenshteinDfa, Distance, LevenshteinAutomatonBuilder, SINK_STATE,
};
use regex_automata::dfa::Automaton as _;
use regex_automata::dfa::dense;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use tantivy::TantivyError;
use tantivy_fst::Automaton;

/// The bytes that the automaton of one regular expression may take.
const DFA_BYTES: usize = 8 << 20;

/// Accepts the terms that a regular expression matches from end to end.
pub(super) struct RegexAutomaton {
    dfa: dense::DFA<Vec<u32>>,
    start: StateID,
}

impl RegexAutomaton {
    /// Builds the automaton.
    ///
    /// # Errors
    ///
    /// [`TantivyError::InvalidArgument`] for what is no regular expression, or too large a one.
    pub(super) fn new(regex: &str) -> tantivy::Result<Self> {
        let refuse = |reason: String| {
            TantivyError::InvalidArgument(format!("the pattern `{regex}` cannot be used: {reason}"))
        };
        let config = dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(regex_automata::dfa::StartKind::Anchored)
            .dfa_size_limit(Some(DFA_BYTES))
            .determinize_size_limit(Some(2 * DFA_BYTES));
        let dfa = dense::Builder::new()
            .configure(config)
            .build(regex)
            .map_err(|error| refuse(error.to_string()))?;
        let start = dfa
            .start_state(&start::Config::new().anchored(Anchored::Yes))
            .map_err(|error| refuse(error.to_string()))?;
        Ok(RegexAutomaton { dfa, start })
    }
}

impl Automaton for RegexAutomaton {
    type State = StateID;

    fn start(&self) -> StateID {
        self.start
    }

    fn is_match(&self, state: &StateID) -> bool {
        self.dfa.is_match_state(self.dfa.next_eoi_state(*state))
    }

    fn can_match(&self, state: &StateID) -> bool {
        !self.dfa.is_dead_state(*state) && !self.dfa.is_quit_state(*state)
    }

    fn accept(&self, state: &StateID, byte: u8) -> StateID {
        self.dfa.next_state(*state, byte)
    }
}

/// Accepts the terms within some edits of a word.
pub(super) struct FuzzyAutomaton(LevenshteinDfa);

impl FuzzyAutomaton {
    /// Builds the automaton; two neighbours swapped are one edit.
    pub(super) fn new(word: &str, edits: u8) -> Self {
        FuzzyAutomaton(LevenshteinAutomatonBuilder::new(edits, true).build_dfa(word))
    }
}

impl Automaton for FuzzyAutomaton {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
