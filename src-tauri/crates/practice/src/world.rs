use std::collections::{HashMap, VecDeque};
use std::io;
use std::time::Duration;

use fastrand::Rng;
use serde_json::{Map, Value, json};
use tokio::sync::watch;

use crate::access_log::AccessLog;
use crate::family::{Family, Shown};
use crate::fault::{Fault, Rule, Target};
use crate::filter::Accents;
use crate::log::Log;
use crate::options::Options;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::reply::{Content, Reply};
use crate::request::Request;
use crate::secret::mask;
use crate::{rules, seed, update};

/// What a request asks for, by its route.
#[derive(Debug)]
pub(crate) enum Endpoint {
    List,
    Read(String),
    Update(String),
    Nowhere,
    WrongMethod,
    TooLarge,
}

/// What remains to be done for a request once it was handled.
pub(crate) struct Handled {
    pub(crate) reply: Reply,
    /// To be applied on the wire.
    pub(crate) fault: Option<Fault>,
    /// Closes when the answer may leave; `None`: at once.
    pub(crate) held: Option<watch::Receiver<()>>,
    /// An update to be applied by [`World::land`] after this long.
    pub(crate) late: Option<(usize, Duration)>,
}

/// An update that is yet to be applied.
struct Late {
    /// Of its log entry.
    number: usize,
    id: String,
    /// As it was sent, secrets included.
    body: Option<Value>,
}

/// What a list shows in place of the right page.
pub(crate) type AlterPage = Box<dyn Fn(&mut Vec<Value>) + Send>;

/// Where families are: a run asks for ten thousand by their ids, and reads all of them page by page.
struct Index {
    by_id: HashMap<String, usize>,
    by_creation: Vec<usize>,
}

impl Index {
    fn of(families: &[Family]) -> Self {
        let mut by_creation: Vec<usize> = (0..families.len()).collect();
        by_creation.sort_by_cached_key(|at| {
            let family = &families[*at];
            (family.text("createdAt"), family.id())
        });
        // Of two with one id the first counts.
        let places = families.iter().enumerate().rev();
        Self {
            by_id: places
                .map(|(at, family)| (family.id().to_owned(), at))
                .collect(),
            by_creation,
        }
    }
}

/// Everything the server holds.
pub(crate) struct World {
    pub(crate) options: Options,
    pub(crate) families: Vec<Family>,
    index: Index,
    pub(crate) code: String,
    pub(crate) standing: Option<Rule>,
    pub(crate) script: VecDeque<Option<Rule>>,
    pub(crate) log: Log,
    access_log: Option<AccessLog>,
    pub(crate) arrived: watch::Sender<usize>,
    codes: Rng,
    /// Present while answers are held; dropping it releases them.
    held: Option<(Target, watch::Sender<()>)>,
    /// In the order of arrival.
    late: Vec<Late>,
    pub(crate) pages: Option<AlterPage>,
}

impl World {
    pub(crate) fn new(options: Options) -> io::Result<Self> {
        let access_log = options.access_log.as_deref().map(AccessLog::open);
        let families = seed::families(options.seed, options.families);
        let mut codes = Rng::with_seed(options.seed ^ 0xC0DE);
        Ok(Self {
            index: Index::of(&families),
            families,
            code: draw(&mut codes),
            standing: None,
            script: VecDeque::new(),
            log: Log::new(&options),
            access_log: access_log.transpose()?,
            arrived: watch::Sender::new(0),
            codes,
            held: None,
            late: Vec::new(),
            pages: None,
            options,
        })
    }

    /// Answers and logs one request, in this order: key, faults, validation.
    pub(crate) fn handle(&mut self, endpoint: &Endpoint, mut request: Request) -> Handled {
        let write = matches!(endpoint, Endpoint::Update(_));
        let before = match endpoint {
            Endpoint::Update(id) => self.family(id).map(|family| self.show(family)),
            _ => None,
        };
        let mut fault = None;
        let answered = self.admit(endpoint, &request).and_then(|()| {
            fault = self.next_fault(write);
            if write && fault.as_ref().is_some_and(|fault| !fault.applies()) {
                return Ok(Content::Json(Value::Null));
            }
            // What nothing is to change is written out at once.
            if matches!(endpoint, Endpoint::List) && fault.is_none() && self.pages.is_none() {
                return Ok(Content::Written(self.write_list(&request.query)?));
            }
            self.answer(endpoint, &mut request).map(Content::Json)
        });
        let canned = fault.as_ref().and_then(Fault::canned);
        let reply = canned.and_then(|canned| canned.reply(self, endpoint, before));
        let reply = reply.unwrap_or_else(|| match answered {
            Ok(_) if write && fault == Some(Fault::RefusedOnRepeat) => {
                Reply::error(400, "Verification code already used")
            }
            Ok(content) => Reply {
                status: 200,
                content,
            },
            Err(refusal) => refusal.into(),
        });
        let late = match (&fault, endpoint) {
            (Some(Fault::Late { after }), Endpoint::Update(id)) => {
                Some((id.clone(), request.body.clone(), *after))
            }
            _ => None,
        };
        if !self.options.keep_secrets {
            request.body.as_mut().map(mask);
        }
        if let Some(log) = &mut self.access_log
            && log.push(&request).is_err()
        {
            fault = Some(Fault::DropBeforeHeaders);
        }
        let number = self.log.push(request);
        self.arrived.send_replace(self.log.count());
        let late = late.and_then(|(id, body, after)| {
            self.late.push(Late { number, id, body });
            Some((number, after?))
        });
        Handled {
            reply,
            fault,
            held: self
                .held
                .as_ref()
                .filter(|(on, _)| on.meets(write))
                .map(|(_, release)| release.subscribe()),
            late,
        }
    }

    /// Applies the late update of that number, unless that was done before.
    pub(crate) fn land(&mut self, number: usize) {
        if let Some(at) = self.late.iter().position(|late| late.number == number) {
            let late = self.late.remove(at);
            self.apply_late(&late);
        }
    }

    /// Applies all late updates, and returns how many were not refused.
    pub(crate) fn land_all(&mut self) -> usize {
        let waiting = std::mem::take(&mut self.late);
        waiting.iter().filter(|late| self.apply_late(late)).count()
    }

    fn apply_late(&mut self, late: &Late) -> bool {
        let applied = self.update(&late.id, late.body.as_ref()).is_ok();
        if applied {
            self.log.mark_applied(late.number);
        }
        applied
    }

    /// A colleague's change. Panics if there is no such family.
    pub(crate) fn edit(&mut self, id: &str, touch: bool, f: impl FnOnce(&mut Map<String, Value>)) {
        let Some(at) = self.index.by_id.get(id) else {
            panic!("no practice family has the id {id}");
        };
        let family = &mut self.families[*at];
        let key = |family: &Family| {
            (
                family.id().to_owned(),
                family.text("createdAt").map(str::to_owned),
            )
        };
        let before = key(family);
        let mut whole = family.whole();
        f(&mut whole);
        family.replace(whole);
        let has_moved = key(family) != before;
        if touch && !self.options.quirks.updated_at_stands_still {
            update::touch(family, (self.options.now)());
        }
        if has_moved {
            self.index = Index::of(&self.families);
        }
    }

    pub(crate) fn hold(&mut self, on: Target) {
        self.held = Some(match self.held.take() {
            Some((_, release)) => (on, release),
            None => (on, watch::Sender::new(())),
        });
    }

    pub(crate) fn release(&mut self) {
        self.held = None;
    }

    fn admit(&self, endpoint: &Endpoint, request: &Request) -> Result<(), Refusal> {
        let key = request
            .header("authorization")
            .and_then(|value| value.strip_prefix("Bearer "));
        let known = key.is_some_and(|key| match &self.options.key {
            Some(accepted) => key == accepted,
            None => key.len() > "sk_".len() && key.starts_with("sk_"),
        });
        if !known {
            return Err(Refusal::new(401, "You are not authenticated"));
        }
        let allowed = match endpoint {
            Endpoint::List | Endpoint::Read(_) => self.options.read_allowed,
            Endpoint::Update(_) => self.options.write_allowed,
            Endpoint::Nowhere | Endpoint::WrongMethod | Endpoint::TooLarge => true,
        };
        if allowed {
            Ok(())
        } else {
            Err(Refusal::new(403, "Permission denied"))
        }
    }

    /// A scripted fault waits for the first request it matches; meanwhile the standing one applies.
    fn next_fault(&mut self, write: bool) -> Option<Fault> {
        let fits = |rule: &Option<Rule>| rule.as_ref().is_none_or(|rule| rule.on.meets(write));
        let rule = match self.script.front() {
            Some(next) if fits(next) => self.script.pop_front().flatten(),
            _ => self.standing.clone().filter(|rule| rule.on.meets(write)),
        };
        rule.map(|rule| rule.fault)
    }

    fn answer(&mut self, endpoint: &Endpoint, request: &mut Request) -> Result<Value, Refusal> {
        match endpoint {
            Endpoint::List => {
                let listed = self.list(&request.query)?.into_iter();
                let mut page = listed.map(|family| self.show(family)).collect();
                if let Some(alter) = &self.pages {
                    alter(&mut page);
                }
                Ok(page.into())
            }
            Endpoint::Read(id) => match self.family(id) {
                Some(family) => Ok(self.show(family)),
                None if self.options.quirks.missing_is_null => Ok(Value::Null),
                None => Err(missing()),
            },
            Endpoint::Update(id) => {
                let answer = self.update(id, request.body.as_ref())?;
                request.applied = true;
                Ok(answer)
            }
            Endpoint::Nowhere => Err(Refusal::new(404, "Not found")),
            Endpoint::WrongMethod => Err(Refusal::new(405, "Method not allowed")),
            Endpoint::TooLarge => Err(Refusal::new(413, "Request body too large")),
        }
    }

    fn write_list(&self, query: &str) -> Result<Vec<u8>, Refusal> {
        let object_keys = self.options.quirks.object_metadata_keys;
        let listed = self.list(query)?.into_iter();
        let shown: Vec<Shown<'_>> = listed.map(|family| family.shown(object_keys)).collect();
        Ok(serde_json::to_vec(&shown).unwrap_or_default())
    }

    fn list(&self, query: &str) -> Result<Vec<&Family>, Refusal> {
        let query = Query::parse(query)?;
        let quirks = self.options.quirks;
        let accents = match quirks.ignores_accents {
            true => Accents::Ignored,
            false => Accents::Matter,
        };
        let is_listed = |family: &&Family| {
            (quirks.ignores_filters || query.filter.matches(family, accents))
                && !(quirks.hides_archived && family.archived())
        };
        let skip = if quirks.ignores_skip { 0 } else { query.skip };
        let take = match quirks.short_pages {
            true => query.take.div_ceil(2),
            false => query.take,
        };
        if query.is_by_creation() {
            let ordered = self.index.by_creation.iter().map(|at| &self.families[*at]);
            return Ok(ordered.filter(is_listed).skip(skip).take(take).collect());
        }
        let mut found: Vec<&Family> = self.families.iter().filter(is_listed).collect();
        query.sort(&mut found);
        Ok(found.into_iter().skip(skip).take(take).collect())
    }

    fn update(&mut self, id: &str, body: Option<&Value>) -> Result<Value, Refusal> {
        let quirks = self.options.quirks;
        let asked = rules::read(body, quirks.reject_unknown_fields)
            .map_err(|issues| Refusal::invalid_update(issues, quirks.issues_on_update))?;
        let at = *self.index.by_id.get(id).ok_or_else(missing)?;
        let guarded =
            self.options.require_code && update::is_sensitive(&self.families[at], asked.data);
        if guarded {
            self.check_code(asked.otp)?;
        }
        update::check_unique(&self.families, id, asked.data, quirks)?;
        let now = (self.options.now)();
        update::apply(&mut self.families[at], asked.data, now, &self.options);
        if guarded && quirks.one_time_codes {
            self.code = draw(&mut self.codes);
        }
        Ok(json!({ "customer": self.show(&self.families[at]) }))
    }

    fn check_code(&self, otp: Option<&str>) -> Result<(), Refusal> {
        let status = if self.options.quirks.code_is_forbidden {
            403
        } else {
            400
        };
        match otp {
            Some(otp) if otp == self.code => Ok(()),
            Some(_) => Err(Refusal::new(status, "Invalid verification code")),
            None => Err(Refusal::new(status, "Verification code required")),
        }
    }

    pub(crate) fn family(&self, id: &str) -> Option<&Family> {
        self.index.by_id.get(id).map(|at| &self.families[*at])
    }

    /// A record that was not requested; null in a school with one family.
    pub(crate) fn another(&self, endpoint: &Endpoint) -> Value {
        let asked = match endpoint {
            Endpoint::Read(id) | Endpoint::Update(id) => id,
            _ => "",
        };
        let mut others = self.families.iter().filter(|family| family.id() != asked);
        others.next().map(|family| self.show(family)).into()
    }

    fn show(&self, family: &Family) -> Value {
        family.answer(self.options.quirks.object_metadata_keys)
    }
}

pub(crate) fn missing() -> Refusal {
    Refusal::new(404, "Customer not found")
}

fn draw(codes: &mut Rng) -> String {
    format!("{:06}", codes.u32(..1_000_000))
}
