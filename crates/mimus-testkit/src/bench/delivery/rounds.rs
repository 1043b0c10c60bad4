//! Rounds of measuring, and what they come to together.

use super::courier::Delivered;
use crate::bench::{Figure, figure};

/// One round: Mimus between two looks at what a signature costs, then the other crate.
pub(crate) struct Round {
    /// CPU time of a signature, the mean of before and after, in milliseconds.
    pub(crate) signature: f64,
    pub(crate) mimus: Delivered,
    pub(crate) rival: Option<Delivered>,
}

/// The medians of all rounds; of what is aimed at, the lowest and highest too.
pub(crate) fn figures(rounds: &[Round]) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut add = |name: &str, values: Vec<f64>, unit| {
        if !values.is_empty() {
            figures.push(figure(name, quantiles(values).1, unit));
        }
    };
    let of_mimus = |value: fn(&Delivered) -> f64| rounds.iter().map(|round| value(&round.mimus)).collect();
    let complete = rounds.iter().all(|round| round.mimus.complete);
    add("deliveries", of_mimus(|one| one.deliveries as f64), if complete { "" } else { "(time was up)" });
    add("bytes of the document", of_mimus(|one| one.document.len() as f64), "");
    add("connections made", of_mimus(|one| one.counts.connections as f64), "");
    add("deliveries a second", of_mimus(Delivered::per_second), "/s");
    add("CPU of the deliverer, a delivery", of_mimus(Delivered::cpu_ms), "ms");
    add("peak memory of the deliverer", of_mimus(|one| one.peak), "MiB");
    add("CPU of one RSA-2048 signature", rounds.iter().map(|round| round.signature).collect(), "ms");
    let rivals = || rounds.iter().filter_map(|round| Some((&round.mimus, round.rival.as_ref()?)));
    let of_rival = |value: fn(&Delivered) -> f64| rivals().map(|(_, rival)| value(rival)).collect();
    add("activitypub_federation: deliveries", of_rival(|one| one.deliveries as f64), "");
    add("activitypub_federation: deliveries a second", of_rival(Delivered::per_second), "/s");
    add("activitypub_federation: CPU, a delivery", of_rival(Delivered::cpu_ms), "ms");
    add("activitypub_federation: peak memory", of_rival(|one| one.peak), "MiB");
    let over_signature = rounds.iter().map(|round| round.mimus.cpu_ms() / round.signature).collect();
    spread(&mut figures, "delivery over signature", "at most 1.5", over_signature);
    let over_mimus = rivals().map(|(mimus, rival)| rival.cpu_ms() / mimus.cpu_ms()).collect();
    spread(&mut figures, "activitypub_federation over Mimus", "at least 2.5", over_mimus);
    figures
}

fn spread(figures: &mut Vec<Figure>, name: &str, aim: &str, values: Vec<f64>) {
    if values.is_empty() {
        return;
    }
    let (lowest, median, highest) = quantiles(values);
    figures.push(figure(format!("{name} (aim: {aim})"), median, "times"));
    figures.push(figure(format!("{name}, lowest"), lowest, "times"));
    figures.push(figure(format!("{name}, highest"), highest, "times"));
}

/// Lowest, median and highest of some values.
fn quantiles(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[0], values[values.len() / 2], values[values.len() - 1])
}
