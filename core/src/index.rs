//! The index of a book: a hash table of its identifiers that is made in the compiler.

/// In an index, the place of no row.
const NONE: u16 = u16::MAX;

/// The places of an index for so many rows: a power of two, at most half of which are taken.
#[doc(hidden)]
pub const fn size(rows: usize) -> usize {
    (2 * rows).next_power_of_two()
}

/// Puts each identifier's row in the first free place from the one of its hash on.
#[doc(hidden)]
#[expect(clippy::indexing_slicing, reason = "evaluated in the compiler, where a wrong index is an error")]
pub const fn index<const N: usize, const SIZE: usize>(ids: &[&str; N]) -> [u16; SIZE] {
    assert!(N < NONE as usize, "a book has at most 65,534 codes");
    assert!(
        SIZE.is_power_of_two() && N < SIZE,
        "an index needs free places, so that a search for what is not there ends"
    );
    let mut index = [NONE; SIZE];
    let mut row = 0;
    while row < N {
        let mut place = hash(ids[row]) & (SIZE - 1);
        while index[place] != NONE {
            place = (place + 1) & (SIZE - 1);
        }
        index[place] = row as u16;
        row += 1;
    }
    index
}

/// The rows that may have the identifier, the likeliest first.
pub(crate) fn candidates(index: &[u16], id: &str) -> impl Iterator<Item = usize> {
    let (start, mask) = (hash(id), index.len().wrapping_sub(1));
    (0..index.len())
        .map_while(move |step| index.get(start.wrapping_add(step) & mask))
        .take_while(|row| **row != NONE)
        .map(|row| usize::from(*row))
}

/// FNV-1a, its upper half folded into the lower one, of which an index takes the lowest bits.
#[expect(clippy::indexing_slicing, reason = "the index is below the length")]
const fn hash(id: &str) -> usize {
    let id = id.as_bytes();
    let (mut hash, mut at) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while at < id.len() {
        hash = (hash ^ id[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    (hash ^ (hash >> 32)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_identifier_is_found_within_few_steps() {
        let ids: Vec<String> = (0..2_400).map(|number| format!("CART-{number:04}")).collect();
        let ids: [&str; 2_400] = std::array::from_fn(|at| ids.get(at).map_or("", String::as_str));
        let index: [u16; size(2_400)] = index(&ids);
        let steps: Vec<usize> = ids
            .iter()
            .enumerate()
            .map(|(row, id)| candidates(&index, id).position(|candidate| candidate == row).unwrap())
            .collect();
        assert!(steps.iter().sum::<usize>() < ids.len(), "less than two comparisons on average");
    }

    #[test]
    fn a_search_for_what_is_not_there_ends() {
        assert_eq!(candidates(&index::<0, 1>(&[]), "a").next(), None);
        assert_eq!(candidates(&[], "a").next(), None);
        assert!(candidates(&index::<1, 2>(&["a"]), "b").count() <= 1);
    }
}
