//! How long a post takes from one network to the other.

use std::time::{Duration, Instant};

use mimus_testkit::emulator::Options;

use crate::newsroom::{Newsroom, toot, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_is_heard_of_is_carried_at_once() {
    const POSTS: usize = 40;
    let room = Newsroom::open_with(Options { windows: false, ..Options::default() }).await;
    let (here, there) = (room.connect_mastodon("house"), room.connect_x("house"));
    room.route(&here, &there, &[]);
    let server = room.serve();
    room.begun(&here).await;
    until("the stream is listened to", async || room.mastodon.streams_open() > 0).await;
    let mut took: Vec<Duration> = Vec::new();
    for n in 0..POSTS {
        let words = format!("Number {n}");
        let began = Instant::now();
        room.mastodon.post("house", toot(&words));
        until("it is on X", async || room.x.posts_of("house").iter().any(|(_, post)| post.text == words))
            .await;
        took.push(began.elapsed());
    }
    took.sort();
    println!(
        "{POSTS} posts from a stream to X: half within {:.0?}, 95 of 100 within {:.0?}, all within {:.0?}",
        took[POSTS / 2],
        took[POSTS * 95 / 100],
        took[POSTS - 1]
    );
    server.kill();
}
