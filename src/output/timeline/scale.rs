//! The marks of an axis.

/// The marks from 0 to the first round number at or above the largest value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// From mark to mark: 1, 2 or 5 times a power of ten.
    pub(super) step: f64,
    /// Number of steps.
    pub(super) num_steps: u32,
}

impl Scale {
    /// Finds a scale of about four steps that reaches to `most`; its steps are no smaller than
    /// `least_step`.
    pub(super) fn up_to(most: f64, least_step: f64) -> Self {
        let wanted = (most / 4.0).max(least_step).max(f64::MIN_POSITIVE);
        let power = 10.0_f64.powf(wanted.log10().floor());
        let factors = [1.0, 2.0, 5.0, 10.0];
        // A little less is enough: 0.3 / 3 is a little more than 0.1.
        let factor = factors
            .into_iter()
            .find(|f| f * power >= wanted * (1.0 - 1e-9));
        let step = factor.unwrap_or(10.0) * power;
        let num_steps = (most / step - 1e-9).ceil().clamp(1.0, 8.0) as u32;
        Scale { step, num_steps }
    }

    /// Returns the value at the end of the axis.
    pub(super) fn end(self) -> f64 {
        self.step * f64::from(self.num_steps)
    }

    /// Returns the values of the marks.
    pub(super) fn marks(self) -> impl Iterator<Item = f64> {
        (0..=self.num_steps).map(move |mark| self.step * f64::from(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_reach_to_the_largest_value() {
        let check = |most, least_step, expected: &[f64]| {
            let marks: Vec<f64> = Scale::up_to(most, least_step).marks().collect();
            let is_near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
            assert!(marks.len() == expected.len(), "{most}: {marks:?}");
            assert!(marks.iter().zip(expected).all(is_near), "{most}: {marks:?}");
        };
        check(0.0, 1.0, &[0.0, 1.0]);
        check(1.0, 1.0, &[0.0, 1.0]);
        check(3.0, 1.0, &[0.0, 1.0, 2.0, 3.0]);
        check(7.0, 1.0, &[0.0, 2.0, 4.0, 6.0, 8.0]);
        check(1234.0, 1.0, &[0.0, 500.0, 1000.0, 1500.0]);
        check(0.034, 0.001, &[0.0, 0.01, 0.02, 0.03, 0.04]);
        check(1.0, 0.001, &[0.0, 0.5, 1.0]);
    }
}
