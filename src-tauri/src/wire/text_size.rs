use serde::{Deserialize, Serialize};

/// How large everything is drawn, in percent: one of [`TextSize::STEPS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "number"))]
#[serde(from = "u16", into = "u16")]
pub struct TextSize(u16);

impl TextSize {
    pub const STEPS: [Self; 8] = [
        Self(80),
        Self(90),
        Self(100),
        Self(110),
        Self(125),
        Self(150),
        Self(175),
        Self(200),
    ];

    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Default for TextSize {
    fn default() -> Self {
        Self(100)
    }
}

/// Whatever a file holds becomes the nearest step, so that nothing is ever too small to be put right.
impl From<u16> for TextSize {
    fn from(percent: u16) -> Self {
        let nearest = Self::STEPS
            .into_iter()
            .min_by_key(|step| step.0.abs_diff(percent));
        nearest.unwrap_or_default()
    }
}

impl From<TextSize> for u16 {
    fn from(size: TextSize) -> Self {
        size.0
    }
}

#[cfg(test)]
mod tests {
    use super::TextSize;

    #[test]
    fn any_number_becomes_a_size_that_can_be_read() {
        let sizes = [0, 95, 100, 101, 137, 199, 65_000].map(|percent| TextSize::from(percent).0);
        assert_eq!(sizes, [80, 90, 100, 100, 125, 200, 200]);
    }

    #[test]
    fn settings_of_an_earlier_version_keep_the_normal_size() {
        let kept: crate::wire::Settings =
            serde_json::from_str(r#"{"language":"es","theme":"dark"}"#).unwrap();
        assert_eq!(kept.text_size, TextSize::default());
    }
}
