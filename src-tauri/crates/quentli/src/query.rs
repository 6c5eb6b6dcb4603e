use std::fmt::Write;

/// Which customers to request from `GET /v1/customers`, and which page of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    pub filter: Filter,
    pub skip: u32,
    /// 1 to 100; other values are clamped.
    pub take: u32,
    /// A property and a direction, such as `createdAt` ascending.
    pub order_by: Option<(&'static str, Direction)>,
}

/// Ascending or descending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// Conditions that must all hold; if `any_of` has groups, one of them must hold as a whole. An empty
/// filter matches everyone.
///
/// A server may ignore a filter that it does not know, so a caller that needs an exact match has to check
/// each hit again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub all: Vec<Condition>,
    pub any_of: Vec<Vec<Condition>>,
}

/// One comparison, such as `email` contains `@escuela.mx`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub field: &'static str,
    pub op: Op,
    pub value: String,
}

/// The comparisons seen in use; which fields support which is not documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Contains,
    Equals,
    /// Greater or equal.
    Gte,
}

impl ListQuery {
    /// The most the API gives on one page.
    pub const LARGEST_PAGE: u32 = 100;

    /// Oldest first, whole pages: skip-paging drifts least that way while others add customers.
    pub fn new(filter: Filter) -> Self {
        let order_by = Some(("createdAt", Direction::Ascending));
        Self {
            filter,
            skip: 0,
            take: Self::LARGEST_PAGE,
            order_by,
        }
    }

    pub(crate) fn page_size(&self) -> u32 {
        self.take.clamp(1, Self::LARGEST_PAGE)
    }

    /// The query's text, nested and encoded as the `qs` library does it:
    /// `filter[OR][0][email][contains]=ana%40x.mx&skip=0&take=100&orderBy[createdAt]=asc`, with the
    /// brackets percent-encoded too.
    pub fn encode(&self) -> String {
        let mut text = String::new();
        for condition in &self.filter.all {
            condition.encode(&mut text, &["filter"]);
        }
        for (n, group) in self.filter.any_of.iter().enumerate() {
            let n = n.to_string();
            for condition in group {
                condition.encode(&mut text, &["filter", "OR", &n]);
            }
        }
        pair(&mut text, &["skip"], &self.skip.to_string());
        pair(&mut text, &["take"], &self.page_size().to_string());
        if let Some((field, direction)) = self.order_by {
            let direction = match direction {
                Direction::Ascending => "asc",
                Direction::Descending => "desc",
            };
            pair(&mut text, &["orderBy", field], direction);
        }
        text
    }
}

impl Default for ListQuery {
    fn default() -> Self {
        Self::new(Filter::default())
    }
}

impl Filter {
    /// All of these must hold.
    pub fn all(conditions: impl IntoIterator<Item = Condition>) -> Self {
        Self {
            all: conditions.into_iter().collect(),
            any_of: Vec::new(),
        }
    }

    /// One of these groups must hold as a whole.
    pub fn any_of(groups: impl IntoIterator<Item = Vec<Condition>>) -> Self {
        Self {
            all: Vec::new(),
            any_of: groups.into_iter().collect(),
        }
    }
}

impl Condition {
    pub fn contains(field: &'static str, value: impl Into<String>) -> Self {
        Self {
            field,
            op: Op::Contains,
            value: value.into(),
        }
    }

    pub fn equals(field: &'static str, value: impl Into<String>) -> Self {
        Self {
            field,
            op: Op::Equals,
            value: value.into(),
        }
    }

    pub fn gte(field: &'static str, value: impl Into<String>) -> Self {
        Self {
            field,
            op: Op::Gte,
            value: value.into(),
        }
    }

    fn encode(&self, text: &mut String, prefix: &[&str]) {
        let op = match self.op {
            Op::Contains => "contains",
            Op::Equals => "equals",
            Op::Gte => "gte",
        };
        pair(text, &[prefix, &[self.field, op]].concat(), &self.value);
    }
}

/// Appends `a[b][c]=value`.
fn pair(text: &mut String, path: &[&str], value: &str) {
    if !text.is_empty() {
        text.push('&');
    }
    for (n, segment) in path.iter().enumerate() {
        if n == 0 {
            percent_encode(text, segment);
        } else {
            text.push_str("%5B");
            percent_encode(text, segment);
            text.push_str("%5D");
        }
    }
    text.push('=');
    percent_encode(text, value);
}

/// Encodes everything but RFC 3986's unreserved characters: a `+` must arrive as a plus, since every
/// phone begins with one.
fn percent_encode(text: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            let _infallible = write!(text, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter_of(filter: Filter) -> String {
        let query = ListQuery {
            order_by: None,
            ..ListQuery::new(filter)
        };
        query.encode().replace("%5B", "[").replace("%5D", "]")
    }

    #[test]
    fn a_query_asks_for_whole_pages_oldest_first() {
        assert_eq!(
            ListQuery::default().encode(),
            "skip=0&take=100&orderBy%5BcreatedAt%5D=asc"
        );
    }

    #[test]
    fn conditions_nest_by_field_and_operator() {
        let filter = Filter::all([
            Condition::contains("name", "García"),
            Condition::gte("createdAt", "2025-01-10T12:00:00.000Z"),
        ]);
        assert_eq!(
            filter_of(filter),
            "filter[name][contains]=Garc%C3%ADa\
             &filter[createdAt][gte]=2025-01-10T12%3A00%3A00.000Z&skip=0&take=100"
        );
    }

    #[test]
    fn groups_are_numbered_under_or_and_keep_their_conditions_together() {
        let filter = Filter::any_of([
            vec![Condition::contains("email", "a&b=c[d]")],
            vec![
                Condition::equals("phoneNumber", "+525512345678"),
                Condition::equals("username", "0000128765"),
            ],
        ]);
        assert_eq!(
            filter_of(filter),
            "filter[OR][0][email][contains]=a%26b%3Dc[d]\
             &filter[OR][1][phoneNumber][equals]=%2B525512345678\
             &filter[OR][1][username][equals]=0000128765&skip=0&take=100"
        );
    }

    #[test]
    fn take_stays_within_what_the_api_allows() {
        for (take, sent) in [(0, 1), (1, 1), (100, 100), (5_000, 100)] {
            let query = ListQuery {
                take,
                order_by: None,
                ..ListQuery::default()
            };
            assert_eq!(query.encode(), format!("skip=0&take={sent}"));
        }
    }
}
