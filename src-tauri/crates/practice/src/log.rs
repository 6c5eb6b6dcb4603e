use std::collections::VecDeque;

use serde_json::Value;

use crate::options::Options;
use crate::request::Request;

/// The memory that logged requests may take, in bytes. An ordinary update takes a few thousand. A
/// limit by number alone is not enough: a body of 1 MB can take 40 MB once it is parsed.
const BYTES: usize = 32 << 20;

/// The last requests, bounded by number and by memory.
pub(crate) struct Log {
    limit: usize,
    /// Each with the bytes it takes.
    entries: VecDeque<(Request, usize)>,
    bytes: usize,
    /// The number of the oldest entry; no number is used twice.
    first: usize,
    /// How many requests came since the start or the last clearing, kept or not.
    count: usize,
}

impl Log {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            limit: options.log_limit,
            entries: VecDeque::new(),
            bytes: 0,
            first: 0,
            count: 0,
        }
    }

    /// Adds a request and returns its number. The newest is kept even if it alone exceeds the memory
    /// limit.
    pub(crate) fn push(&mut self, request: Request) -> usize {
        let number = self.first + self.entries.len();
        let bytes = size(&request);
        self.bytes += bytes;
        self.entries.push_back((request, bytes));
        self.count += 1;
        while self.entries.len() > self.limit || (self.bytes > BYTES && self.entries.len() > 1) {
            self.drop_oldest();
        }
        number
    }

    /// Marks the request of that number as applied after all.
    pub(crate) fn mark_applied(&mut self, number: usize) {
        let index = number.checked_sub(self.first);
        if let Some((request, _)) = index.and_then(|index| self.entries.get_mut(index)) {
            request.applied = true;
        }
    }

    pub(crate) fn clear(&mut self) {
        while !self.entries.is_empty() {
            self.drop_oldest();
        }
        self.count = 0;
    }

    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        let requests = self.entries.iter();
        requests.map(|(request, _)| request.clone()).collect()
    }

    fn drop_oldest(&mut self) {
        if let Some((_, bytes)) = self.entries.pop_front() {
            self.bytes -= bytes;
            self.first += 1;
        }
    }
}

fn size(request: &Request) -> usize {
    let headers = request.headers.iter();
    size_of::<Request>()
        + request.method.len()
        + request.path.len()
        + request.query.len()
        + headers
            .map(|header| size_of_val(header) + header.0.len() + header.1.len())
            .sum::<usize>()
        + request.body.as_ref().map_or(0, size_of_value)
}

fn size_of_value(value: &Value) -> usize {
    let inside = match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size_of_value).sum(),
        Value::Object(members) => {
            // A map also holds a hash and an index of each entry.
            let own = size_of::<String>() + 2 * size_of::<usize>();
            let member = |(name, value): (&String, &Value)| own + name.len() + size_of_value(value);
            members.iter().map(member).sum()
        }
    };
    size_of::<Value>() + inside
}
