use jiff::Timestamp;

/// A time as Quentli writes it: UTC, milliseconds, `Z`.
pub(crate) fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
