use serde::Deserialize;
use serde_json::{Value, json};

use crate::dist;

/// A measurement and its baseline, if it has one.
#[derive(Debug, Deserialize)]
pub(super) struct Figure {
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) unit: String,
    pub(super) baseline: Option<f64>,
}

/// The limit of a figure.
enum Limit {
    Value(f64),
    Ratio(f64),
    /// Of a figure that is better the larger it is.
    AtLeast(f64),
    MoreThanBaseline(f64),
}

fn limit(name: &str) -> Option<Limit> {
    match name {
        "start" => Some(Limit::Ratio(1.10)),
        "memory" => Some(Limit::Ratio(0.95)),
        // Its baseline is the same window, 280 families earlier.
        "memory-300" => Some(Limit::Ratio(1.15)),
        "journal-commit" => Some(Limit::AtLeast(3.0)),
        "update" => Some(Limit::MoreThanBaseline(2.0)),
        "update-curl" => Some(Limit::Ratio(0.5)),
        // With twenty thousand families in hand.
        "find" => Some(Limit::Value(5.0)),
        "roster" => Some(Limit::Value(40.0)),
        "check-csv" => Some(Limit::Value(1.0)),
        "check-xlsx" => Some(Limit::Value(2.5)),
        "check-million" => Some(Limit::Value(10.0)),
        "check-memory" => Some(Limit::Value(300.0)),
        "check-growth" => Some(Limit::Ratio(1.0)),
        "bulk-rate" | "durability" => Some(Limit::AtLeast(0.8)),
        "bulk-latency" => Some(Limit::AtLeast(0.95)),
        "bulk-newman" => Some(Limit::AtLeast(20.0)),
        "bulk-bruno" => Some(Limit::AtLeast(10.0)),
        "presses" => Some(Limit::Value(22.0)),
        "size" => Some(Limit::Value(12.0)),
        "deb" => Some(Limit::Value(8.0)),
        "installed" => Some(Limit::Value(25.0)),
        _ => None,
    }
}

impl Figure {
    pub(super) fn size(name: &str, bytes: u64) -> Self {
        Self {
            name: name.to_owned(),
            value: dist::megabytes(bytes),
            unit: "MB".to_owned(),
            baseline: None,
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "name": self.name, "value": self.value, "unit": self.unit,
            "baseline": self.baseline, "ratio": self.ratio(),
        })
    }

    pub(super) fn within(&self) -> bool {
        match (limit(&self.name), self.baseline) {
            (None, _) => true,
            (Some(Limit::Value(most)), _) => self.value <= most,
            (Some(Limit::Ratio(most)), _) => self.ratio().is_some_and(|ratio| ratio <= most),
            (Some(Limit::AtLeast(least)), _) => self.ratio().is_some_and(|ratio| ratio >= least),
            (Some(Limit::MoreThanBaseline(most)), Some(baseline)) => self.value - baseline <= most,
            (Some(Limit::MoreThanBaseline(_)), None) => false,
        }
    }

    pub(super) fn row(&self) -> String {
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
        let baseline = or_dash(self.baseline.map(|baseline| format!("{baseline:.1}")));
        let ratio = or_dash(self.ratio().map(|ratio| format!("{ratio:.2}")));
        let limit = match limit(&self.name) {
            None => "–".to_owned(),
            Some(Limit::Value(most)) => format!("≤ {most} {}", self.unit),
            Some(Limit::Ratio(most)) => format!("ratio ≤ {most:.2}"),
            Some(Limit::AtLeast(least)) => format!("ratio ≥ {least:.2}"),
            Some(Limit::MoreThanBaseline(most)) => format!("≤ {most} {} more", self.unit),
        };
        let verdict = if self.within() {
            ""
        } else {
            "  over the limit"
        };
        format!(
            "{:<14} {:>9.1} {:<4} {baseline:>9} {ratio:>6}  {limit}{verdict}",
            self.name, self.value, self.unit
        )
    }

    fn ratio(&self) -> Option<f64> {
        self.baseline
            .filter(|baseline| *baseline > 0.0)
            .map(|baseline| self.value / baseline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(name: &str, value: f64, baseline: Option<f64>) -> Figure {
        Figure {
            name: name.to_owned(),
            value,
            unit: "ms".to_owned(),
            baseline,
        }
    }

    #[test]
    fn each_limit_includes_its_edge() {
        let within = |name, value, baseline| figure(name, value, baseline).within();
        for (name, last, beyond, baseline) in [
            ("start", 110.0, 111.0, Some(100.0)),
            ("memory-300", 115.0, 116.0, Some(100.0)),
            ("update", 4.0, 4.1, Some(2.0)),
            ("size", 12.0, 12.1, None),
            ("find", 5.0, 5.1, None),
            ("roster", 40.0, 40.1, None),
            ("presses", 22.0, 23.0, None),
            ("journal-commit", 300.0, 299.0, Some(100.0)),
        ] {
            assert!(
                within(name, last, baseline) && !within(name, beyond, baseline),
                "{name}"
            );
        }
        assert!(within("another", 900.0, Some(1.0)));
    }

    #[test]
    fn a_figure_without_the_baseline_its_limit_needs_is_not_within_it() {
        assert!(!figure("start", 1.0, None).within());
        assert!(!figure("update", 1.0, None).within());
        assert!(!figure("start", 1.0, Some(0.0)).within());
        assert!(!figure("journal-commit", 1.0, None).within());
    }
}
