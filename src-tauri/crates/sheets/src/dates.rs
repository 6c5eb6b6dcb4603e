//! Days and times of spreadsheets, which are numbers there.

use crate::cell::Kind;
use crate::workbook::NumberFormat;

const SECONDS: i64 = 86_400;

/// The last day that Excel knows: 9999-12-31.
const LAST: f64 = 2_958_466.0;

/// What the person sees of a number in a format of dates and times, as ISO 8601; `None` in any other
/// format, and for numbers that are no date.
pub(crate) fn shown(value: f64, format: &NumberFormat, date1904: bool) -> Option<(Kind, String)> {
    match format {
        NumberFormat::Date => Some((Kind::Date, date_of_serial(value, date1904)?)),
        NumberFormat::Time if (0.0..LAST).contains(&value) => {
            Some((Kind::Time, time_text(seconds(value) % SECONDS)))
        }
        NumberFormat::Elapsed if (0.0..LAST).contains(&value) => {
            Some((Kind::Time, time_text(seconds(value))))
        }
        _ => None,
    }
}

/// The day, and the time where there is one, that a serial number stands for: `2026-03-04` for 46085.
/// Numbers are days since 1900, or since 1904 in workbooks that say so.
pub fn date_of_serial(serial: f64, date1904: bool) -> Option<String> {
    let serial = if date1904 { serial + 1462.0 } else { serial };
    if !(1.0..LAST).contains(&serial) {
        return None;
    }
    let seconds = seconds(serial);
    let (mut days, rest) = (seconds / SECONDS, seconds % SECONDS);
    if !date1904 {
        match days {
            // Excel has a 29 February 1900, which never was.
            60 => return None,
            1..60 => days += 1,
            _ => {}
        }
    }
    // 1899-12-30 is 25569 days before 1970.
    let (year, month, day) = civil(days - 25_569);
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(match rest {
        0 => date,
        rest => format!("{date}T{}", time_text(rest)),
    })
}

fn seconds(days: f64) -> i64 {
    (days * SECONDS as f64).round() as i64
}

fn time_text(seconds: i64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

/// Without a time at midnight: `2026-03-04T00:00:00` is a day.
pub(crate) fn iso(text: &str) -> String {
    let text = text.trim_end_matches('Z');
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let time = time.split_once('.').map_or(time, |(time, _)| time);
    match time {
        "" | "00:00" | "00:00:00" => day.to_owned(),
        time => format!("{day}T{time}"),
    }
}

/// `13:30:00` of `PT13H30M00S`.
pub(crate) fn iso_duration(text: &str) -> String {
    let mut seconds = 0;
    let mut number = String::new();
    for char in text.trim_start_matches("PT").chars() {
        let unit = match char {
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            '0'..='9' | '.' => {
                number.push(char);
                continue;
            }
            _ => return text.to_owned(),
        };
        match std::mem::take(&mut number).parse::<f64>() {
            Ok(count) if count < 1e9 => seconds += (count * unit).round() as i64,
            _ => return text.to_owned(),
        }
    }
    time_text(seconds)
}

/// Year, month and day of a number of days since 1970, by Howard Hinnant's `civil_from_days`.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials() {
        for (serial, date1904, expected) in [
            (46085.0, false, Some("2026-03-04")),
            (44623.0, true, Some("2026-03-04")),
            (46085.5625, false, Some("2026-03-04T13:30:00")),
            (46_084.999_999_999, false, Some("2026-03-04")),
            (1.0, false, Some("1900-01-01")),
            (59.0, false, Some("1900-02-28")),
            (60.0, false, None),
            (61.0, false, Some("1900-03-01")),
            (0.0, true, Some("1904-01-01")),
            (2_958_465.0, false, Some("9999-12-31")),
            (2_958_466.0, false, None),
            (-1.0, false, None),
            (f64::NAN, false, None),
        ] {
            assert_eq!(
                date_of_serial(serial, date1904).as_deref(),
                expected,
                "{serial}"
            );
        }
    }
}
