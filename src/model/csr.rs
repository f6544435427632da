//! Adjacency in two arrays (compressed sparse rows).

/// Row `i` has the targets `targets[offsets[i]..offsets[i + 1]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Csr {
    pub(crate) offsets: Vec<u32>,
    pub(crate) targets: Vec<u32>,
}

impl Default for Csr {
    fn default() -> Self {
        Self { offsets: vec![0], targets: Vec::new() }
    }
}

impl Csr {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a row.
    pub fn push(&mut self, row: impl IntoIterator<Item = u32>) {
        self.targets.extend(row);
        self.offsets.push(self.targets.len() as u32);
    }

    /// Targets of a row.
    pub fn row(&self, row: usize) -> &[u32] {
        &self.targets[self.offsets[row] as usize..self.offsets[row + 1] as usize]
    }

    /// All targets, row after row.
    pub fn targets(&self) -> &[u32] {
        &self.targets
    }

    /// Rows in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[u32]> {
        (0..self.len()).map(|i| self.row(i))
    }

    /// The same edges the other way: row `t` lists the rows that had `t`, ascending. O(rows + targets).
    #[must_use]
    pub fn transposed(&self, targets: usize) -> Self {
        let mut offsets = vec![0u32; targets + 1];
        for &target in &self.targets {
            offsets[target as usize + 1] += 1;
        }
        for i in 0..targets {
            offsets[i + 1] += offsets[i];
        }
        let mut next = offsets.clone();
        let mut sources = vec![0; self.targets.len()];
        for (row, targets) in self.rows().enumerate() {
            for &target in targets {
                sources[next[target as usize] as usize] = row as u32;
                next[target as usize] += 1;
            }
        }
        Self { offsets, targets: sources }
    }

    /// Whether the arrays fit together and every target is below `bound`.
    pub fn is_valid(&self, rows: usize, bound: usize) -> bool {
        self.offsets.len() == rows + 1
            && self.offsets[0] == 0
            && self.offsets.is_sorted()
            && self.offsets[rows] as usize == self.targets.len()
            && self.targets.iter().all(|&t| (t as usize) < bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposing_twice_is_the_identity() {
        let mut csr = Csr::default();
        csr.push([2, 0]);
        csr.push([]);
        csr.push([2]);
        let back = csr.transposed(3);
        assert_eq!(back.rows().collect::<Vec<_>>(), [&[0][..], &[], &[0, 2]]);
        assert_eq!(back.transposed(3).row(0), [0, 2]);
        assert!(csr.is_valid(3, 3) && !csr.is_valid(3, 2) && !csr.is_valid(2, 3));
    }
}
