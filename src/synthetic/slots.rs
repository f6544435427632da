//! Places on papers: a paper has one for each of its cities, with so many authors and institutions from there.

/// All places, in the order of papers.
pub(super) struct Slots {
    /// Paper → its first place; one more at the end.
    first: Vec<u32>,
    pub(super) city: Vec<u16>,
    pub(super) paper: Vec<u32>,
    /// Authors from the city.
    pub(super) authors: Vec<u16>,
    /// Institutions of the city.
    pub(super) institutions: Vec<u8>,
    /// City → its places.
    pub(super) of_city: Vec<Vec<u32>>,
}

impl Slots {
    /// One author and one institution each.
    pub(super) fn new(teams: &[Vec<u16>], cities: usize) -> Self {
        let mut of_city = vec![Vec::new(); cities];
        let (mut city, mut paper, mut first) = (Vec::new(), Vec::new(), vec![0]);
        for (number, team) in (0_u32..).zip(teams) {
            for &name in team {
                of_city[usize::from(name)].push(city.len() as u32);
                city.push(name);
                paper.push(number);
            }
            first.push(city.len() as u32);
        }
        let count = city.len();
        Self { first, city, paper, authors: vec![1; count], institutions: vec![1; count], of_city }
    }

    /// The places of a paper.
    pub(super) fn of(&self, paper: usize) -> std::ops::Range<usize> {
        self.first[paper] as usize..self.first[paper + 1] as usize
    }

    /// Number of papers that have a city.
    pub(super) fn papers(&self) -> usize {
        self.first.len() - 1
    }

    /// Whether the city of a place is the only one of its paper.
    pub(super) fn is_alone(&self, slot: u32) -> bool {
        self.of(self.paper[slot as usize] as usize).len() == 1
    }
}
