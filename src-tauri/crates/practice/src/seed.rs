use std::collections::HashSet;

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use crate::family::Family;
use crate::names::{EDGY, GIVEN, LEVELS, SURNAMES, bare};
use crate::stamp::stamp;

const ORGANIZATION: &str = "cm3x7pr4c0000s6t1e8v2k9qa";
const ARCHIVED_BY: &str = "cm3x7q0d10001s6t1b4w5h2mz";

/// A family that a guide or a test can name.
struct Known {
    id: &'static str,
    name: &'static str,
    username: &'static str,
    email: Option<&'static str>,
    phone: Option<&'static str>,
}

/// The first families of every school. The first id is the one Quentli's own guide shows.
const KNOWN: [Known; 4] = [
    Known {
        id: "cm4k6bzfx0019rtqttpbgg0ea",
        name: "Familia Núñez Pérez",
        username: "0000128765",
        email: Some("nunez.perez@example.com"),
        phone: Some("+525512345678"),
    },
    Known {
        id: "cm4k6c1mq001brtqt9d0v7xwe",
        name: "Familia Hernández Ortiz",
        username: "12873",
        email: Some("hernandez.ortiz@example.org"),
        phone: Some("+5215587654321"),
    },
    Known {
        id: "cm4k6c4h2001drtqt3n5yzk8s",
        name: "Juan Pérez Luna",
        username: "juan_perez_01",
        email: None,
        phone: Some("+528444191046"),
    },
    Known {
        id: "cm4k6c7tz001frtqtw2qj6r4c",
        name: "Familia López de la Torre",
        username: "0000012873",
        email: Some("lopezdelatorre@correo.example"),
        phone: None,
    },
];

/// The families of a school: the same seed and count give the same school.
pub(crate) fn families(seed: u64, count: usize) -> Vec<Family> {
    let mut school = School {
        rng: Rng::with_seed(seed),
        taken: HashSet::new(),
    };
    for known in KNOWN {
        school
            .taken
            .extend([known.id, known.username].map(str::to_owned));
        school.taken.extend(
            [known.email, known.phone]
                .into_iter()
                .flatten()
                .map(str::to_owned),
        );
    }
    (0..count).map(|index| school.family(index)).collect()
}

struct Person {
    id: String,
    name: String,
    username: String,
    email: Option<String>,
    phone: Option<String>,
    secondary: Option<String>,
}

struct School {
    rng: Rng,
    taken: HashSet<String>,
}

impl School {
    fn family(&mut self, index: usize) -> Family {
        let mut person = self.person();
        if let Some(known) = KNOWN.get(index) {
            person = Person {
                id: known.id.to_owned(),
                name: known.name.to_owned(),
                username: known.username.to_owned(),
                email: known.email.map(str::to_owned),
                phone: known.phone.map(str::to_owned),
                ..person
            };
        } else if let Some(edgy) = EDGY.get(index - KNOWN.len()) {
            (*edgy).clone_into(&mut person.name);
        }
        // The first families are not archived: guides and tests name them.
        let archived = self.chance(6) && index >= KNOWN.len() + EDGY.len();
        Family {
            fields: self.fields(&person, archived),
            pairs: self.pairs(),
            write_only: self.write_only(),
            no_payments: self.chance(15),
        }
    }

    fn person(&mut self) -> Person {
        let (first, second) = (self.pick(&SURNAMES), self.pick(&SURNAMES));
        let given = self.pick(&GIVEN);
        Person {
            id: self.unique(Self::id),
            name: match self.rng.u8(..20) {
                0..14 => format!("Familia {first} {second}"),
                14..18 => format!("{given} {first} {second}"),
                _ => format!("{first} {second}, {given}"),
            },
            username: self.unique(|s| s.username(given, first)),
            email: self
                .chance(88)
                .then(|| self.unique(|s| s.email(first, second))),
            phone: self.chance(96).then(|| self.unique(Self::phone)),
            secondary: self.chance(35).then(|| self.phone()),
        }
    }

    fn fields(&mut self, person: &Person, archived: bool) -> Map<String, Value> {
        let Person {
            id,
            name,
            username,
            email,
            phone,
            secondary,
        } = person;
        let created = day("2023-08-01T14:00:00Z", self.rng.u64(..660 * 86_400_000));
        let updated = created + SignedDuration::from_millis(self.rng.i64(1..60 * 86_400_000));
        let accepted = self.chance(80);
        let opted_in = phone.is_some() && self.chance(90);
        let later = |chance: bool| {
            if chance {
                json!(stamp(updated))
            } else {
                Value::Null
            }
        };
        let record = json!({
            "id": id,
            "createdAt": stamp(created),
            "updatedAt": stamp(updated),
            "name": name,
            "username": username,
            "email": email,
            "phoneNumber": phone,
            "organizationId": ORGANIZATION,
            "secondaryPhoneNumber": secondary,
            "archivedAt": later(archived),
            "archivedById": archived.then_some(ARCHIVED_BY),
            "acceptedServiceAgreement": accepted,
            "skipTaxInvoice": self.chance(25),
            "emailVerified": email.is_some() && self.chance(60),
            "phoneNumberVerified": phone.is_some() && self.chance(70),
            "hasChangedPassword": self.chance(55),
            "signatureAcceptedAt": later(accepted && self.chance(50)),
            "optedOutWhatsappAt": later(opted_in && self.chance(5)),
            "optedInWhatsappAt": later(opted_in),
            "startedWhatsappAt": later(opted_in && self.chance(60)),
            "replyWithAssistant": self.pick(&[None, Some(true), Some(false)]),
            // Undocumented: a new field must never break the app.
            "loyaltyTier": self.pick(&[None, Some("bronce"), Some("plata"), Some("oro")]),
        });
        record.as_object().cloned().unwrap_or_default()
    }

    fn pairs(&mut self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut push = |key: &str, value: String| pairs.push((key.to_owned(), value));
        if self.chance(80) {
            push("Nivel", self.pick(&LEVELS).to_owned());
        }
        if self.chance(30) {
            push(
                "Folio de beca",
                format!("B-2024-{:04}", self.rng.u16(1..3000)),
            );
        }
        if self.chance(20) {
            push("Ruta de transporte", format!("{}", self.rng.u8(1..15)));
        }
        if self.chance(10) {
            // The tax office's generic RFC for the general public.
            push("RFC", "XAXX010101000".to_owned());
        }
        pairs
    }

    fn write_only(&mut self) -> Map<String, Value> {
        let mut map = Map::new();
        if self.chance(20) {
            map.insert("tags".to_owned(), json!(["becado"]));
        }
        map
    }

    fn id(&mut self) -> String {
        const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let tail = (0..22).map(|_| char::from(DIGITS[self.rng.usize(..DIGITS.len())]));
        "cm4".chars().chain(tail).collect()
    }

    fn username(&mut self, given: &str, surname: &str) -> String {
        match self.rng.u8(..10) {
            0..5 => format!("{:010}", self.rng.u32(1_000..999_999)),
            5..8 => format!("{}", self.rng.u32(10_000..100_000)),
            _ => format!(
                "{}_{}_{:02}",
                plain(given),
                plain(surname),
                self.rng.u8(1..100)
            ),
        }
    }

    fn email(&mut self, first: &str, second: &str) -> String {
        let domain = self.pick(&[
            "example.com",
            "example.org",
            "example.net",
            "correo.example",
        ]);
        let number = self.rng.u16(..1000);
        format!("{}.{}{number}@{domain}", plain(first), plain(second))
    }

    fn phone(&mut self) -> String {
        let area = self.pick(&["55", "81", "33", "844", "222", "442", "664", "998"]);
        let length = 10 - area.len();
        let first = self.rng.char('2'..='9');
        let rest: String = (1..length).map(|_| self.rng.char('0'..='9')).collect();
        let mobile = if self.chance(8) { "1" } else { "" };
        format!("+52{mobile}{area}{first}{rest}")
    }

    fn unique(&mut self, make: impl Fn(&mut Self) -> String) -> String {
        loop {
            let made = make(self);
            if self.taken.insert(made.clone()) {
                return made;
            }
        }
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.rng.usize(..from.len())]
    }

    fn chance(&mut self, percent: u8) -> bool {
        self.rng.u8(..100) < percent
    }
}

fn day(start: &str, millis: u64) -> Timestamp {
    let start: Timestamp = start.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    start + SignedDuration::from_millis(millis.cast_signed())
}

/// A surname as it goes into an address: lower case, no accents, no spaces.
fn plain(name: &str) -> String {
    let mut plain = bare(name);
    plain.retain(|c| c.is_ascii_alphanumeric());
    plain
}
