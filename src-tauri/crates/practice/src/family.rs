use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::{Map, Value};

/// What PATCH takes and no answer carries.
pub(crate) const WRITE_ONLY: [&str; 5] = ["tags", "assigneeId", "password", "signature", "tosIp"];

/// One customer as the server holds it.
#[derive(Clone, Debug)]
pub(crate) struct Family {
    /// Every field of an answer except the two views of custom data, in the answer's order.
    pub(crate) fields: Map<String, Value>,
    /// Custom data in order of arrival: `metadata` and `meta` are two views of it.
    pub(crate) pairs: Vec<(String, String)>,
    pub(crate) write_only: Map<String, Value>,
    /// The documentation filters by `noPayments`, although no answer shows it.
    pub(crate) no_payments: bool,
}

impl Family {
    pub(crate) fn id(&self) -> &str {
        self.text("id").unwrap_or_default()
    }

    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_str)
    }

    pub(crate) fn archived(&self) -> bool {
        self.text("archivedAt").is_some()
    }

    /// As the API returns it.
    pub(crate) fn answer(&self, object_keys: bool) -> Value {
        serde_json::to_value(self.shown(object_keys)).unwrap_or_default()
    }

    /// The same, to be written out without a copy.
    pub(crate) fn shown(&self, object_keys: bool) -> Shown<'_> {
        Shown {
            family: self,
            object_keys,
        }
    }

    /// Everything held, write-only fields included.
    pub(crate) fn whole(&self) -> Map<String, Value> {
        let Value::Object(mut map) = self.answer(false) else {
            return Map::new();
        };
        map.extend(self.write_only.clone());
        map
    }

    /// Takes back a record of the shape of [`Family::whole`]. Of the two views of custom data the
    /// one that was changed wins, `metadata` first.
    pub(crate) fn replace(&mut self, mut map: Map<String, Value>) {
        let before = self.whole();
        let metadata = map.shift_remove("metadata");
        let meta = map.shift_remove("meta");
        if metadata.as_ref() != before.get("metadata") {
            self.pairs = metadata.as_ref().map(entries).unwrap_or_default();
        } else if meta.as_ref() != before.get("meta") {
            self.pairs = meta.as_ref().map(members).unwrap_or_default();
        }
        self.write_only = WRITE_ONLY
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), map.shift_remove(*name)?)))
            .collect();
        self.fields = map;
    }

    /// Sets or adds one pair of custom data; `None` deletes it.
    pub(crate) fn set_pair(&mut self, key: &str, value: Option<&str>) {
        let at = self.pairs.iter().position(|(k, _)| k == key);
        match (at, value) {
            (Some(at), Some(value)) => value.clone_into(&mut self.pairs[at].1),
            (Some(at), None) => drop(self.pairs.remove(at)),
            (None, Some(value)) => self.pairs.push((key.to_owned(), value.to_owned())),
            (None, None) => {}
        }
    }
}

/// A family as the API returns it.
pub(crate) struct Shown<'a> {
    family: &'a Family,
    object_keys: bool,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Entry<'a> {
            key: Key<'a>,
            value: &'a str,
        }
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Key<'a> {
            Text(&'a str),
            Object { name: &'a str },
        }
        let Family { fields, pairs, .. } = self.family;
        let entries = pairs.iter().map(|(key, value)| Entry {
            key: match self.object_keys {
                true => Key::Object { name: key },
                false => Key::Text(key),
            },
            value,
        });
        let metadata: Vec<Entry<'_>> = entries.collect();
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in fields {
            map.serialize_entry(name, value)?;
        }
        map.serialize_entry("metadata", &metadata)?;
        map.serialize_entry("meta", &Meta(pairs))?;
        map.end()
    }
}

struct Meta<'a>(&'a [(String, String)]);

impl Serialize for Meta<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

fn entries(metadata: &Value) -> Vec<(String, String)> {
    let entry = |e: &Value| {
        Some((
            e["key"].as_str()?.to_owned(),
            e["value"].as_str()?.to_owned(),
        ))
    };
    metadata
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(entry)
        .collect()
}

fn members(meta: &Value) -> Vec<(String, String)> {
    let member = |(k, v): (&String, &Value)| Some((k.clone(), v.as_str()?.to_owned()));
    meta.as_object()
        .into_iter()
        .flatten()
        .filter_map(member)
        .collect()
}
