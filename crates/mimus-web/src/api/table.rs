//! The table of operations: what is asked how, and what answers. The router and the description are made of it, and of nothing
//! else.

use axum::routing::MethodFilter;
use futures_util::future::BoxFuture;
use mimus_core::desk::Scope;

use super::call::{Call, Reply};
use super::problem::{Kind, Problem};
use super::{
    accounts, brake, drafts, me, media, mirrors, open, people, publications, publishing, record, removal,
    review, routes, templates, tokens, webhooks,
};
use crate::Site;

/// One thing that can be asked of the API.
pub(crate) struct Operation {
    /// How.
    pub(crate) method: Verb,
    /// Where; what is in braces is a value.
    pub(crate) path: &'static str,
    /// Its name in the description.
    pub(crate) id: &'static str,
    /// What it does, in a sentence.
    pub(crate) summary: &'static str,
    /// What may follow the question mark.
    pub(crate) query: &'static [Parameter],
    /// What is sent.
    pub(crate) takes: Takes,
    /// What is answered.
    pub(crate) gives: Gives,
    /// Why it may not be done, besides what holds for all operations.
    pub(crate) problems: &'static [Kind],
    /// Who may ask, and what answers.
    pub(crate) run: Run,
}

/// What is done to what is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// It is read.
    Get,
    /// Something is done with it, or made.
    Post,
    /// It is written anew.
    Put,
    /// It is taken away.
    Delete,
}

impl Verb {
    pub(crate) const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }

    /// Its name in the description: in lower case.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }
}

/// A value of a query.
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it says.
    pub(crate) about: &'static str,
    /// What it may be.
    pub(crate) is: Is,
}

/// What a value may be.
#[derive(Clone, Copy)]
pub(crate) enum Is {
    /// A number from 1.
    Number,
    /// A number of things in a list.
    Limit,
    /// A time.
    Time,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, or several with commas between.
    Words(&'static [&'static str]),
    /// Any words.
    Text,
}

/// What is sent with a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Nothing.
    Nothing,
    /// JSON of this schema.
    Json(&'static str),
    /// A file.
    File,
}

/// What is answered where it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gives {
    /// 200 with JSON of this schema.
    Json(&'static str),
    /// 200 with a list of this schema, and where it goes on.
    List(&'static str),
    /// 201 with JSON of this schema.
    Created(&'static str),
    /// 204.
    Nothing,
}

/// What answers those who need not be known.
pub(crate) type Open = fn(&Site, &[(String, String)]) -> Result<Reply, Problem>;
/// What answers those who are.
pub(crate) type Known = fn(Call) -> BoxFuture<'static, Result<Reply, Problem>>;

/// Who may ask, and what answers.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    /// Anybody.
    Open(Open),
    /// Who has a token, for this scope where one is named.
    Known(Option<Scope>, Known),
}

/// `limit` of lists.
pub(crate) const LIMIT: Parameter = Parameter {
    name: "limit",
    about: "How many are answered at most: 1 to 100, otherwise 50.",
    is: Is::Limit,
};

/// Everything that can be asked.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    let subjects: [&'static [Operation]; 17] = [
        open::OPERATIONS,
        me::OPERATIONS,
        accounts::OPERATIONS,
        brake::OPERATIONS,
        mirrors::OPERATIONS,
        routes::OPERATIONS,
        drafts::OPERATIONS,
        templates::OPERATIONS,
        review::OPERATIONS,
        publishing::OPERATIONS,
        removal::OPERATIONS,
        publications::OPERATIONS,
        record::OPERATIONS,
        media::OPERATIONS,
        people::OPERATIONS,
        tokens::OPERATIONS,
        webhooks::OPERATIONS,
    ];
    subjects.into_iter().flatten()
}

impl Operation {
    /// One that takes and gives nothing.
    pub(crate) const fn new(
        method: Verb,
        path: &'static str,
        id: &'static str,
        summary: &'static str,
        run: Run,
    ) -> Self {
        Self {
            method,
            path,
            id,
            summary,
            query: &[],
            takes: Takes::Nothing,
            gives: Gives::Nothing,
            problems: &[],
            run,
        }
    }

    /// The same with values of a query.
    pub(crate) const fn query(mut self, query: &'static [Parameter]) -> Self {
        self.query = query;
        self
    }

    /// The same, taking this.
    pub(crate) const fn takes(mut self, takes: Takes) -> Self {
        self.takes = takes;
        self
    }

    /// The same, giving this.
    pub(crate) const fn gives(mut self, gives: Gives) -> Self {
        self.gives = gives;
        self
    }

    /// The same, which may not be done for these reasons.
    pub(crate) const fn problems(mut self, problems: &'static [Kind]) -> Self {
        self.problems = problems;
        self
    }

    /// The names of the values in its path.
    pub(crate) fn path_values(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }

    /// What its path is about: the word after the version.
    pub(crate) fn subject(&self) -> &'static str {
        self.path.trim_start_matches("/api/").trim_start_matches("v1/").split('/').next().unwrap_or_default()
    }
}
