//! The stream's rules.

use mimus_networks::x::Limits;
use serde::Deserialize;
use serde_json::{Value, json};

use super::problems::{self, Refused};
use super::query::{self, Query};

pub(super) struct StreamRule {
    pub(super) id: String,
    pub(super) value: String,
    pub(super) tag: Option<String>,
    pub(super) query: Query,
}

impl StreamRule {
    fn json(&self) -> Value {
        let mut rule = json!({"id": self.id, "value": self.value});
        if let Some(tag) = &self.tag {
            rule["tag"] = json!(tag);
        }
        rule
    }
}

#[derive(Default)]
pub(super) struct Rules {
    rules: Vec<StreamRule>,
    made: u64,
}

#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    add: Vec<NewRule>,
    delete: Option<Named>,
}

#[derive(Deserialize)]
struct NewRule {
    value: String,
    tag: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    ids: Vec<String>,
    values: Vec<String>,
}

impl Rules {
    pub(super) fn all(&self) -> &[StreamRule] {
        &self.rules
    }

    pub(super) fn values(&self) -> Vec<String> {
        self.rules.iter().map(|rule| rule.value.clone()).collect()
    }

    pub(super) fn list(&self) -> Value {
        let mut answer = json!({"meta": {"result_count": self.rules.len()}});
        if !self.rules.is_empty() {
            answer["data"] = self.rules.iter().map(StreamRule::json).collect();
        }
        answer
    }

    /// Adds or removes; X takes one of the two in a call.
    pub(super) fn change(&mut self, body: &[u8]) -> Result<(u16, Value), Refused> {
        let change: Change = serde_json::from_slice(body)
            .map_err(|error| problems::invalid("body", "", &format!("the rules cannot be read: {error}")))?;
        match change.delete {
            Some(_) if !change.add.is_empty() => {
                Err(problems::invalid("delete", "", "add and delete are separate calls"))
            }
            Some(named) => Ok((200, self.delete(&named))),
            None if change.add.is_empty() => {
                Err(problems::invalid("add", "", "there is nothing to add or delete"))
            }
            None => self.add(change.add),
        }
    }

    fn add(&mut self, new: Vec<NewRule>) -> Result<(u16, Value), Refused> {
        let limits = Limits::PAY_PER_USE;
        let is_known = |rules: &Self, value: &str| rules.rules.iter().any(|rule| rule.value == value);
        if self.rules.len() + new.iter().filter(|new| !is_known(self, &new.value)).count()
            > limits.stream_rules
        {
            return Err(problems::too_many_rules(limits.stream_rules));
        }
        let (mut added, mut errors, mut invalid) = (Vec::new(), Vec::new(), 0);
        for NewRule { value, tag } in new {
            if let Some(known) = self.rules.iter().find(|rule| rule.value == value) {
                errors.push(problems::duplicate_rule(&value, &known.id));
                continue;
            }
            match query::parse(&value, limits.rule_chars) {
                Ok(query) => {
                    self.made += 1;
                    let id = (1_700_000_000_000_000_000 + self.made).to_string();
                    let rule = StreamRule { id, value, tag, query };
                    added.push(rule.json());
                    self.rules.push(rule);
                }
                Err(why) => {
                    invalid += 1;
                    errors.push(problems::invalid_rule(&value, &why));
                }
            }
        }
        let summary = json!({
            "created": added.len(), "not_created": errors.len(),
            "valid": added.len() + errors.len() - invalid, "invalid": invalid,
        });
        let mut answer = json!({"meta": {"summary": summary}});
        if !added.is_empty() {
            answer["data"] = json!(added);
        }
        if !errors.is_empty() {
            answer["errors"] = json!(errors);
        }
        Ok((201, answer))
    }

    fn delete(&mut self, named: &Named) -> Value {
        let before = self.rules.len();
        self.rules.retain(|rule| !named.ids.contains(&rule.id) && !named.values.contains(&rule.value));
        let deleted = before - self.rules.len();
        let not_deleted = (named.ids.len() + named.values.len()).saturating_sub(deleted);
        json!({"meta": {"summary": {"deleted": deleted, "not_deleted": not_deleted}}})
    }
}
