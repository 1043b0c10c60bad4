//! Real statuses: each is read, and what becomes of it is held fast by a digest.

use std::collections::BTreeMap;

use mimus_core::Network;
use mimus_networks::read_one;
use serde_json::Value;

use crate::shared::{files, folder, line};

#[test]
fn every_real_status_becomes_what_it_became_before() {
    let Some(folder) = folder("mastodon") else { return };
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut lines = Vec::new();
    let all = files(&folder);
    let index = all.iter().find(|(name, _)| name == "index").unwrap().1.as_array().unwrap().clone();
    for (name, status) in all.iter().filter(|(name, _)| name != "index") {
        let one = read_one(Network::Mastodon, status.to_string().as_bytes()).unwrap();
        let entry = index.iter().find(|entry| entry["file"] == format!("{name}.json")).unwrap();
        let features = entry["features"].as_array().unwrap().iter().filter_map(Value::as_str);
        for feature in features.chain(["all"]) {
            let count = kinds.entry(feature.to_owned()).or_default();
            count.0 += 1;
            count.1 += usize::from(one.post.is_ok());
        }
        lines.push(line(name, &one));
    }
    println!("kind        statuses   posts");
    for (kind, (statuses, posts)) in kinds {
        println!("{kind:<10} {statuses:>9} {posts:>7}");
    }
    insta::assert_snapshot!(lines.join("\n"));
}
