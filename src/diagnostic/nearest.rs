//! The names that a misspelt one was probably meant to be.

/// The candidates that `name` was probably meant to be, nearest first, at most two. Inserting,
/// removing, replacing a letter and swapping two neighbours count one each, and at most a third of
/// the candidate may differ.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut candidates: Vec<&str> = candidates.into_iter().collect();
    candidates.sort_unstable();
    candidates.dedup();
    nearest_sorted(name, &candidates)
}

/// [`nearest`] among candidates that are sorted: those that begin alike are passed over together,
/// so that a thousand typos among ten thousand names take no time.
pub(crate) fn nearest_sorted(name: &str, candidates: &[impl AsRef<str>]) -> Vec<String> {
    let name: Vec<char> = name.chars().collect();
    // Farther ones are never near enough: a candidate is longer by each letter it is farther, and
    // differs in a third of its letters at most.
    let lengths = candidates.iter().map(|candidate| candidate.as_ref().len());
    let longest = lengths.max().unwrap_or(0);
    let farthest = (name.len() / 2).max(1).min(longest.max(3) / 3);
    if name.len() > longest + farthest {
        return Vec::new();
    }
    let mut found = Vec::new();
    for limit in 1..=farthest {
        found = Search::new(&name, limit).among(candidates);
        if found.len() == 2 {
            break;
        }
    }
    found.into_iter().map(|(_, near)| near.to_owned()).collect()
}

/// The table of distances between the beginnings of `name` and of the candidate at hand.
struct Search<'n> {
    name: &'n [char],
    limit: usize,
    /// The candidate's letters, as far as its rows are computed.
    letters: Vec<char>,
    /// A row more than letters: to the beginning with so many, from each beginning of `name`.
    rows: Vec<Vec<usize>>,
}

impl<'n> Search<'n> {
    fn new(name: &'n [char], limit: usize) -> Self {
        Self {
            name,
            limit,
            letters: Vec::new(),
            rows: vec![(0..=name.len()).collect()],
        }
    }

    /// The nearest two not farther than the limit.
    fn among(mut self, candidates: &[impl AsRef<str>]) -> Vec<(usize, &str)> {
        let mut found: Vec<(usize, &str)> = Vec::new();
        let mut next = 0;
        while let Some(candidate) = candidates.get(next) {
            let candidate = candidate.as_ref();
            next += match self.distance(candidate) {
                Ok(distance) => {
                    if distance <= self.limit && distance <= candidate.len().max(3) / 3 {
                        found.push((distance, candidate));
                    }
                    1
                }
                // Nor are the others near that begin so.
                Err(beginning) => candidates[next..]
                    .partition_point(|other| other.as_ref().starts_with(&candidate[..beginning])),
            };
        }
        found.sort_unstable();
        found.truncate(2);
        found
    }

    /// How far the candidate is, or the length in bytes of a beginning that is too far already.
    fn distance(&mut self, candidate: &str) -> Result<usize, usize> {
        let shared = self.letters.iter().zip(candidate.chars());
        let shared = shared.take_while(|(one, other)| *one == other).count();
        self.letters.truncate(shared);
        self.rows.truncate(shared + 1);
        for (start, letter) in candidate.char_indices().skip(shared) {
            self.add(letter);
            if self.least() > self.limit {
                return Err(start + letter.len_utf8());
            }
        }
        Ok(self.rows[self.letters.len()][self.name.len()])
    }

    /// Adds the row of one more letter.
    fn add(&mut self, letter: char) {
        let depth = self.letters.len();
        let above = &self.rows[depth];
        let mut row = Vec::with_capacity(above.len());
        row.push(depth + 1);
        for (at, &own) in self.name.iter().enumerate() {
            let replaced = above[at] + usize::from(own != letter);
            let mut least = replaced.min(above[at + 1] + 1).min(row[at] + 1);
            let swapped = at > 0 && depth > 0;
            if swapped && own == self.letters[depth - 1] && self.name[at - 1] == letter {
                least = least.min(self.rows[depth - 1][at - 1] + 1);
            }
            row.push(least);
        }
        self.letters.push(letter);
        self.rows.push(row);
    }

    /// No candidate that goes on from here is nearer.
    fn least(&self) -> usize {
        let smallest = |row: &Vec<usize>| row.iter().copied().min().unwrap_or(0);
        let depth = self.letters.len();
        // Two letters may be swapped across the last row.
        smallest(&self.rows[depth]).min(smallest(&self.rows[depth - 1]) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Search, nearest};

    #[test]
    fn typos_are_seen_through() {
        let names = [
            "vip",
            "quiet",
            "state",
            "status",
            "first_name",
            "orders",
            "Zoë",
        ];
        let near = |name: &str| nearest(name, names).join(" ");
        assert_eq!(near("vop"), "vip");
        assert_eq!(near("quite"), "quiet");
        assert_eq!(near("stat"), "state status");
        assert_eq!(near("fist_nmae"), "first_name");
        assert_eq!(near("ordesr"), "orders");
        assert_eq!(near("Zoe"), "Zoë");
        assert_eq!(near("shoes"), "");
        assert_eq!(near(""), "");
        assert_eq!(near(&"first_name".repeat(1_000)), "");
        assert_eq!(nearest("a", []), [""; 0]);
    }

    /// Passing over beginnings loses nothing.
    #[test]
    fn the_search_finds_what_looking_at_each_would() {
        let alphabet = ["a", "b", "ab", "ba", "é", "_"];
        let words: Vec<String> = (0..6_usize.pow(4))
            .map(|one| {
                (0..4)
                    .map(|place| alphabet[one / 6_usize.pow(place) % 6])
                    .collect()
            })
            .collect();
        let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        sorted.dedup();
        for name in ["abab", "éa_b", "bbbbbb", "_", "aébaab"] {
            let letters: Vec<char> = name.chars().collect();
            for limit in 1..4 {
                let at_once = Search::new(&letters, limit).among(&sorted);
                let each = sorted.chunks(1);
                let each = each.flat_map(|one| Search::new(&letters, limit).among(one));
                let mut each: Vec<_> = each.collect();
                each.sort_unstable();
                each.truncate(2);
                assert_eq!(at_once, each, "{name} {limit}");
            }
        }
    }
}
