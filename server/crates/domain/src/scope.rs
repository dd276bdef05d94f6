//! Who asks, and how far they reach (architecture section 3). Every domain function takes one of these first.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use model::accounts::Me;
use model::ids::{SchoolId, UserId};
use model::schools::Place;
use model::{At, Locale, Permission, Permissions, Role, When};

use crate::accounts::Proof;
use crate::calendar::Reader;
use crate::{Result, Work, World};

/// What is known of every request, whoever sends it.
#[derive(Clone, Debug)]
pub struct Request {
    pub world: World,
    pub now: At,
    /// Finds this request in the log.
    pub id: Arc<str>,
    /// The client's address as the trusted hops tell it; the server's own work has none.
    pub address: Option<IpAddr>,
    /// The client's description of itself, cut to 200 characters.
    pub agent: Arc<str>,
    /// The language of those who chose none, outside of a school: that of the school at whose own address they are or whose
    /// invitation they read, else what the browser asks for.
    pub locale: Locale,
    /// What a session that it begins rests on.
    pub proof: Proof,
    /// Whether it passes where others can only read, see [`crate::backup::gate`]: what puts it back does.
    pub through: bool,
}

impl Request {
    /// The same request, which passes.
    pub(crate) fn through(&self) -> Request {
        Request { through: true, ..self.clone() }
    }
}

impl Deref for Request {
    type Target = World;
    fn deref(&self) -> &World {
        &self.world
    }
}

/// Nobody in particular: before log-in.
#[derive(Clone, Debug)]
pub struct Visitor(pub Request);

impl Deref for Visitor {
    type Target = Request;
    fn deref(&self) -> &Request {
        &self.0
    }
}

impl Visitor {
    /// The same visitor, told in another language.
    pub(crate) fn reading(&self, locale: Locale) -> Visitor {
        Visitor(Request { locale, ..self.0.clone() })
    }
}

/// A user over all their memberships: the switcher, own sessions, the platform's admin.
#[derive(Clone, Debug)]
pub struct Person {
    pub request: Request,
    pub me: Arc<Me>,
    /// Hash of the session this request came with.
    pub session: Arc<str>,
}

impl Deref for Person {
    type Target = Request;
    fn deref(&self) -> &Request {
        &self.request
    }
}

impl Person {
    /// The same person in one of their schools.
    ///
    /// # Errors
    /// `NotFound` where they have no active membership: whether the school exists is not told. `Suspended` where theirs is.
    pub fn enter(&self, slug: &str) -> Result<Scope> {
        if self.me.suspended.iter().any(|it| it.slug == slug) {
            return Err(model::Error::Suspended.into());
        }
        let place = self.me.place(slug).cloned().ok_or(model::Error::NotFound)?;
        Ok(Scope { request: self.request.clone(), me: self.me.clone(), place })
    }

    /// The language they read outside of a school: their own choice, else that of the school they log in to, else the
    /// browser's.
    pub fn locale(&self) -> Locale {
        self.me.language("").unwrap_or(self.request.locale)
    }

    /// Their zone and language, for what is not of one school: without a zone of their own it is that of the school they
    /// log in to.
    pub fn reader(&self) -> Reader<'_> {
        self.reader_of(self.me.school_zone().unwrap_or("UTC"))
    }

    /// The same for what is of a school they may not be in yet: without a zone of their own it is the school's.
    pub fn reader_of<'a>(&'a self, zone: &'a str) -> Reader<'a> {
        Reader { zone: self.me.own_zone().unwrap_or(zone), own: None, locale: self.locale() }
    }

    pub fn when(&self, at: At) -> When {
        self.reader().when(at)
    }

    /// Passes for those who act themselves: what is private to a person is not shown to somebody with their eyes.
    ///
    /// # Errors
    /// `Viewing`.
    pub fn require_self(&self) -> Result<()> {
        if self.me.viewer.is_none() { Ok(()) } else { Err(model::Error::Viewing.into()) }
    }

    /// Passes for the platform's admins only.
    ///
    /// # Errors
    /// `Forbidden` for everybody else.
    pub fn require_platform_admin(&self) -> Result<()> {
        if self.me.is_platform_admin() { Ok(()) } else { Err(model::Error::Forbidden.into()) }
    }
}

/// A member acting in one school.
#[derive(Clone, Debug)]
pub struct Scope {
    pub request: Request,
    pub me: Arc<Me>,
    pub place: Place,
}

impl Deref for Scope {
    type Target = Request;
    fn deref(&self) -> &Request {
        &self.request
    }
}

impl Scope {
    pub fn school_id(&self) -> SchoolId {
        self.place.school_id
    }
    pub fn user_id(&self) -> UserId {
        self.me.user_id
    }
    pub fn role(&self) -> Role {
        self.place.role
    }
    /// Whose children count for what is to be read. That a colleague has a child at the school is not told to those who
    /// look with their eyes.
    pub(crate) fn guardian(&self) -> Option<UserId> {
        (self.me.viewer.is_none() || self.role() == Role::Parent).then(|| self.user_id())
    }
    pub fn permissions(&self) -> Permissions {
        self.place.permissions
    }
    pub fn can(&self, permission: Permission) -> bool {
        self.place.can(permission)
    }
    /// The language they read: their own choice, else the school's.
    pub fn locale(&self) -> Locale {
        self.me.locale.unwrap_or(self.place.locale)
    }

    /// The school's zone, with the reader's own beside it, in their language.
    pub fn reader(&self) -> Reader<'_> {
        Reader { zone: &self.place.time_zone, own: self.me.own_zone(), locale: self.locale() }
    }

    /// An instant in words.
    pub fn when(&self, at: At) -> When {
        self.reader().when(at)
    }

    /// Passes when the role has the permission.
    ///
    /// # Errors
    /// `Forbidden`.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.can(permission) { Ok(()) } else { Err(model::Error::Forbidden.into()) }
    }
}

/// The platform itself: jobs, the command line, seeds.
#[derive(Clone, Debug)]
pub struct System(pub Request);

impl System {
    /// The platform acting now, for the reason named.
    pub fn new(world: &World, reason: &str) -> System {
        let request = Request {
            world: world.clone(),
            now: store::clock::now(),
            id: reason.into(),
            address: None,
            agent: "".into(),
            locale: Locale::En,
            proof: Proof::default(),
            through: false,
        };
        System(request)
    }
}

impl Deref for System {
    type Target = Request;
    fn deref(&self) -> &Request {
        &self.0
    }
}

/// Who is written into the audit row.
pub(crate) trait Actor {
    fn request(&self) -> &Request;
    fn actor(&self) -> Option<UserId>;
    fn school(&self) -> Option<SchoolId>;
    /// Whether somebody only looks at what this one sees.
    fn is_viewed(&self) -> bool;

    /// Opens the transaction that the change, its audit row and its events share.
    ///
    /// # Errors
    /// `Viewing` for those who see with another member's eyes: they change nothing. `Closed` while a school, or the
    /// platform, is put back.
    async fn begin(&self) -> Result<Work> {
        if self.is_viewed() {
            return Err(model::Error::Viewing.into());
        }
        Work::begin(self.request(), self.actor(), self.school()).await
    }
}

macro_rules! actors {
    ($($kind:ident: $actor:expr, $school:expr, $viewed:expr;)+) => { $(
        impl Actor for $kind {
            fn request(&self) -> &Request { self }
            fn actor(&self) -> Option<UserId> { let actor: fn(&$kind) -> Option<UserId> = $actor; actor(self) }
            fn school(&self) -> Option<SchoolId> { let school: fn(&$kind) -> Option<SchoolId> = $school; school(self) }
            fn is_viewed(&self) -> bool { let viewed: fn(&$kind) -> bool = $viewed; viewed(self) }
        }
    )+ };
}

actors! {
    Visitor: |_| None, |_| None, |_| false;
    Person: |person| Some(person.me.user_id), |_| None, |person| person.me.viewer.is_some();
    Scope: |scope| Some(scope.user_id()), |scope| Some(scope.school_id()), |scope| scope.me.viewer.is_some();
    System: |_| None, |_| None, |_| false;
}
