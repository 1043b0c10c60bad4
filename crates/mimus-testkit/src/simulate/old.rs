//! The policy of the software of 2022: one timeline after the other, a thousand in each window.

use mimus_networks::x::{Endpoint, Limits};

use super::freshness::Read;
use super::world::{SECOND, World};
use super::x::{Used, WINDOW, X};

/// Accounts that it reads in a window.
pub(super) const A_WINDOW: u64 = 1_000;

/// Plays it until then.
pub(super) fn play(world: &World, counted: (u64, u64), until: u64) -> (Used, Read) {
    let mut x = X::new(world, Limits::ELEVATED_2022, counted);
    let mut read = Read::new(world);
    let accounts = world.ids.len();
    let mut covered = vec![0; accounts];
    let pause = (WINDOW / A_WINDOW).max(WINDOW / (accounts as u64).max(1));
    for (turn, now) in (0..until).step_by(pause as usize).enumerate() {
        let account = turn % accounts;
        if !x.request(Endpoint::UserTweets, now) {
            continue;
        }
        let (posts, _) = x.found(&[account as u32], (covered[account], now), now, false, 200);
        for post in posts {
            x.bill(post, now);
            read.note(post, now);
        }
        covered[account] = now.saturating_sub(10 * SECOND);
    }
    (x.used, read)
}
